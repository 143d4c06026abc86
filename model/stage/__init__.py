"""What is shown on a stage: one case for the first page, a story, and a game of one person against the jury.

    sample -> answers of all algorithms -> committed files -> first page (`opening`)
    tables -> figures, committed -> steps, own ones among them -> story, and notes that follow
              (`figures`)           (`story`, `own_steps`)               (`following`)
    deal, cases -> turns -> blind answer -> advice -> final answer -> marks
    phones -> ballots -> votes -> count -> advice -> truth -> marks (`rooms`)

Above `algorithms` and `evaluation`; state and rules, computed ahead; no page and no streamlit here.
"""

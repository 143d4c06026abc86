"""State and rules of what is shown on a stage: an opening case, a story, a game against the jury, rooms that vote.

    sample -> answers of all algorithms -> committed files -> first page (`opening`)
    tables -> committed figures -> built-in and own steps -> story -> following windows
              (`figures`)          (`story`, `own_steps`)             (`following`)
    deal, cases -> turns -> blind answer -> advice -> final answer -> marks
    phones -> ballots -> votes -> count -> advice -> truth -> marks (`rooms`)

Above `algorithms` and `evaluation`; no page and no streamlit here.
"""

"""What is shown on a stage: one case computed ahead for the first page, and a game of one person against the jury.

    sample -> answers of all algorithms -> committed files -> first page
    deal, cases -> turns -> blind answer -> advice -> final answer -> marks

Above `algorithms`; state and rules, no page and no streamlit here.
"""

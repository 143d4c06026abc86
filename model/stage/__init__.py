"""What is shown before anybody has chosen a photo: one case, with every algorithm's answer, computed ahead.

    sample -> answers of all algorithms -> committed files -> first page

Above `algorithms`; no page and no streamlit here.
"""

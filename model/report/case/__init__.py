"""One photo and what all algorithms say of it -> one A4 page, as HTML or PDF. Nothing of it is kept.

facts       CaseFacts: the photo, the answers, the maps that were chosen, what is known of them
sheet       write_sheet(facts, t) -> CaseSheet: every word and figure of the page
page        html_of_case(sheet) -> one HTML file that asks for nothing and runs nothing
commit      which commit of this project runs here

html = html_of_case(write_sheet(facts, texts("fr")))
pdf = pdf_of(html)
"""

"""The case report: one photo with the answers of all algorithms on one A4 page, as HTML or PDF. Nothing is stored.

facts       CaseFacts: the photo, the answers, the chosen maps and what was measured of them; no words
table       answer_rows(facts, t) -> the table of answers
contents    write_case(facts, t) -> CaseContents: every word and figure of the page in one language
page        html_of_case(contents) -> one HTML file that makes no request and runs no script
commit      the commit of this project that is running

html = html_of_case(write_case(facts, texts("fr")))
pdf = pdf_of(html)
"""

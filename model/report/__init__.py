"""Write scores and charts as one self-contained report. Neither streamlit nor torch is imported.

origin      read_origin(folder, weights, slugs) -> Origin: hashes, runs, weights' sheets, versions, date
contents    Contents, Section and the blocks of a section: Paragraph, Points, Grid, Picture, Method
sections    write_contents(material, origin, t, progress) -> Contents; in the order of TRIPOD+AI and CLEAR Derm
summary, photo_counts, results, provenance
            the longer sections
page        html_of(contents) -> one HTML file with fonts, script, charts and tables inside; it makes no request
pdf         pdf_of(html) -> the same as PDF, printed by an installed Chromium
case        one photo with all answers on one A4 page; see its own docstring

material = read_leaderboard(BENCHMARK, settings().weights).chart_data(Rule("melanoma_auc"))
origin = read_origin(BENCHMARK, settings().weights, material.evaluation.benchmark.participants)
html = html_of(write_contents(material, origin, texts("fr")))
pdf = pdf_of(html)
"""

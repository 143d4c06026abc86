"""Evaluation and charts -> one report, as a file that needs nothing else. No streamlit, no torch.

origin      read_origin(folder, weights, slugs) -> Origin: hashes, runs, sheets, versions, date
verdict     who leads, whether that is certain and whether it depends on the rule, in sentences
contents    Contents, Section and what a section is made of: Paragraph, Points, Grid, Picture, Method
sections    write_contents(material, origin, t, progress) -> Contents; the order of TRIPOD+AI and CLEAR Derm
page        html_of(contents) -> one HTML file: fonts, script, charts and tables inside; nothing is fetched
case        one photo and every answer to it -> one A4 page; its own docstring tells the rest
pdf         pdf_of(html) -> the same as PDF, printed by a Chromium where one is installed

material = read_leaderboard(BENCHMARK, settings().weights).chart_data(Rule("melanoma_auc"))
origin = read_origin(BENCHMARK, settings().weights, material.evaluation.benchmark.participants)
html = html_of(write_contents(material, origin, texts("fr")))
pdf = pdf_of(html)
"""

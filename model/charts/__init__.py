"""Scores -> charts: plotly figures with their words and numbers. No streamlit, no torch, no algorithm.

identity    slug -> colour and marker, the same everywhere; the two themes
chart       Chart (figure, title, subtitle, alt, table, notes), Table, View (language, highlight, theme)
sheet       what they are made of: axes, cells, named rows, rows that can be clicked
material    what charts are drawn from: evaluation, rule, set, facts, costs, readers
ranking     podium, forest
melanoma    roc_curves, roc_corner, precision_curves, decision_curves
diagnoses   per_diagnosis, confusion_matrix
firmness    rank_distribution, significance, rank_by_metric
belief      reliability_of_calls, reliability_of_melanoma
fairness    subgroups
cost        score_by_time, score_by_size
agreement   kappas, right_when_others_fail
elsewhere   fall_elsewhere, and its finding in words; operating_points: point_elsewhere
maps        maps_that_pass, heat_on_the_lesion: from the committed tables of the checks
losses      losses: what disturbances take of the melanoma AUC; on the page of the stress bench
questions   all of them by name, and by the question that they answer
readers     published results of physicians; published: results of others on our photos; written: scores in words

material = ChartData(evaluate(), Rule("melanoma_auc"), "day2", read_facts(), costs, read_readers())
chart = CHARTS["roc"](material, View(texts("fr"), highlighted="resnet18", theme=DARK))
chart.standalone().to_html(include_plotlyjs=False, full_html=False)      # for a report
"""

"""Scores -> charts: Plotly figures with their words and numbers. No streamlit, no torch, no algorithm.

identity    slug -> colour and marker, the same everywhere; the two themes
chart       Chart (figure, title, subtitle, alt, table, notes), ChartTable, View (language, highlight, theme)
chart_parts what figures share: axes, cells, named rows, rows that can be clicked
chart_data  what charts draw: evaluation, rule, set, facts, costs, readers
ranking     forest
melanoma    roc_curves, roc_corner; decision: precision_curves, decision_curves
diagnoses   per_diagnosis, confusion_matrix
rank_stability  rank_distribution, rank_by_metric; significance: differences of all pairs
calibration reliability_of_calls, reliability_of_melanoma
fairness    subgroups
cost        score_by_time, score_by_size
agreement   kappas, right_when_others_fail
duel        differences, right_where: two algorithms head to head
elsewhere   fall_elsewhere, and its finding in words; operating_points: point_elsewhere
maps        maps_that_pass, heat_on_the_lesion, from the committed tables of the checks
losses      loss of melanoma AUC by disturbances, on the page of the stress bench
reader_point    diagnosing persons among the ROC curves; outcomes: 1,000 patients; deletion: check of one heat map
questions   charts of the leaderboard by name and by question
published   results of others on our photos, and of physicians; written: scores in words
verdict     the ranking in sentences

data = read_leaderboard(BENCHMARK, settings().weights).chart_data(Rule("melanoma_auc"), "day2")
chart = CHARTS["roc"](data, View(texts("fr"), highlighted="resnet18", theme=DARK))
"""

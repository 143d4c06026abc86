"""Prediction tables -> scores with intervals -> ranking. Reads tables, never algorithms; never imports torch.

    tables        a CSV -> ImageTable, or a TableError that names the faulty images
    answers       two tables -> Answers: truth, probabilities, classes, target (melanoma), operating point, practice
    metrics       METRICS (whole table), class_metrics (one class against the rest), RANKED_BY (those that may rank)
    scores        Answers -> Score (value, low, high, reason) of every metric
    benchmark     read_benchmark() -> Benchmark: the tables of every set, and excluded algorithms with reasons
    evaluation    evaluate() -> Evaluation: every score of every algorithm on every set
    entry         read_entry() -> the tables that somebody brings, by set; `joined_by` adds them to an Evaluation
    runs          read_run(): what the run that wrote a table recorded
    qi            rank(evaluation, Rule(metric, weight_day1, weight_day2)) -> Ranking; winner_by_rule(evaluation)
    ranking       rank intervals, shares of ranks, probability of being first, Kendall's tau under resampling
    significance  compare_qi(evaluation, rule) -> Pairwise with Holm's correction; tied_with(pairwise, slug)
    duel          duel_of(evaluation, set, pair) -> Duel: paired differences, and who is right where
    all_answers   all_answers(benchmark) -> every answer to every photo as one CSV
    transfer      falls(evaluation) -> loss of each algorithm from day 2 to elsewhere, with its interval
    paired        DeLong, McNemar, Holm, kappa between algorithms, images that only one of two calls right
    curves        roc, precision_recall, reliability, decision_curve, confusion: points and bands of charts
    facts         read_facts(): age, sex, site and lesion of the images of day 1
    subgroups     subgroup_scores(): one score by age, sex, site, with a flag for small groups
    scored_images most_disputed, all_fail: images to talk about
    consultation  outcomes of 1,000 patients at an operating point
    terms         Terms: the classes of the tables, the one whose detection is scored, the practice
    sets          SETS, the list of scoring sets; DAYS, the two that make up QI
    set_scores, operating_point, track_record   the few figures of one algorithm, quickly

Beneath them: `tally` (weighted sums of many resamples at once), `resampling` (draws and percentile intervals),
`classification`, `detection`, `decisions` (the scores themselves), `intervals` (Score, Value, Undefined, Wilson).

A whole leaderboard:

    evaluation = evaluate(thresholds={"resnet18": Threshold(0.177, default_practice())}, slugs=catalogue.slugs())
    evaluation.scores["day2"]["resnet18"].overall["melanoma_auc"]      # Score
    evaluation.scores["day2"]["resnet18"].of_class["BCC"]["sensitivity"]
    ranking = rank(evaluation, Rule("melanoma_auc", 1, 3))
    ranking.standings[0].slug, ranking.standings[0].qi, ranking.references
    tables = evaluation.benchmark.sets["day2"]                           # SetTables
    roc(tables.answers("resnet18"), tables.draws(BAND_RESAMPLES))        # ThresholdCurve
    for excluded in evaluation.excluded: t(f"errors.{excluded.reason.code}", **excluded.reason.data)

Undefined is NaN with a reason: `t(f"undefined.{score.reason}")`. Names of scores: `t(METRICS[name].text)`.
"""

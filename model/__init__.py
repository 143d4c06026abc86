"""Everything of Ten Opinions that is not user interface.

    image bytes -> lesion image -> algorithm -> prediction -> explanation -> page
    dataset -> algorithms -> prediction tables -> scores -> leaderboard -> charts

Layers, imports point down the list; nothing here imports streamlit, nothing but the command line imports `training`:

    __main__, commands   the command line
    load                 many visitors at once on the pages; of streamlit it knows the messages
    training, samples    offline: fits weights, draws the sample photos
    stage                what is shown on a stage: a case computed ahead, a story, a game against the jury, rooms
    cards                sheets, tables and runs -> a model card as data, Markdown or JSON
    benchmark            the scoring sets -> prediction tables
    result_picture       a result as one picture to keep
    report               evaluation and charts -> one HTML file or PDF; `case`: one photo -> one page
    charts               scores -> plotly figures with their words and numbers
    trust                what may be believed of an answer, each check with its measured table
    algorithms           lesion image -> prediction -> explanation; its own layers are in its docstring
    evaluation           prediction tables -> scores with intervals; never sees an algorithm
    cases                the ISIC Archive for whoever asks for it; nothing else opens a connection
    lesion               image bytes -> validated lesion image
    work_queue           the work of many visitors, in turn
    text, settings, errors, error_words
"""

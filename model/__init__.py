"""Everything of Ten Opinions that is not user interface.

    image bytes -> lesion image -> algorithm -> prediction -> explanation -> page
    dataset -> algorithms -> prediction tables -> scores -> leaderboard -> charts

Imports point down this list; import-linter holds it (contracts in pyproject.toml). Nothing here imports streamlit.

    __main__, commands   the command line
    documents            committed tables and settings -> the generated parts of README and docs
    load_test            many simultaneous visitors of the pages
    training             role `train` of the image folder -> weights and their sheets
    samples              seeds -> the sample photos
    benchmark            the scoring sets -> prediction tables
    studies              role `train` and the scoring sets -> what each check of `trust` is worth, as tables
    stage                a case computed ahead, the story, the game against the jury, rooms
    result_picture       a result as one picture to keep
    cards                sheets, tables and runs -> a model card as data, Markdown or JSON
    report               evaluation and charts -> one HTML file or PDF; `case`: one photo -> one page
    challenge            definition -> entries -> scores -> jury -> winner; `store` keeps them
    leaderboard          catalogue, sheets and tables -> every score, and the data that charts draw
    reading              one photo -> decision of the gate, answers, heat maps, checks; the only room that asks
    charts               scores -> plotly figures with their words and numbers
    trust                how far an answer can be trusted, each check with its measured table
    algorithms           lesion image -> prediction -> explanation; its docstring lists its own layers
    evaluation           prediction tables -> scores with intervals; never imports an algorithm
    isic_archive         search and photos of the ISIC Archive; nothing else opens a connection
    lesion               image bytes -> validated lesion image
    work_queue           a bounded queue for the work of many visitors
    spreadsheet          the bytes of a text table -> its rows, as programs of any country write them
    whole_file           a file is written in one piece or not at all
    error_words, text, settings, table_errors, challenge_errors, store_errors,
    submission_errors, errors

Only commands import training, samples, benchmark, studies and load_test. Algorithms, evaluation and isic_archive never
import each other.
"""

"""Sheets, committed tables and runs -> a model card: as data, as Markdown, as JSON, in French and English.

card        Figure, Fact, Part, Card: what a card is, before it has a form
figures     what the committed tables say of one algorithm, each figure with its interval and its photos
algorithm   algorithm_card(slug, t) -> Card
system      system_card(t) -> Card: gate, algorithms, committee and checks together
written     markdown(card), document(card): the same in two forms

Parts name what they answer of TRIPOD+AI (Collins et al. 2024, doi:10.1136/bmj-2023-078378) and of CLEAR Derm (Daneshjou
et al. 2022, doi:10.1001/jamadermatol.2021.4915). Nothing is typed in: what was not measured has its place and says so.
"""

"""Write model cards from sheets, committed tables and runs: as data, Markdown and JSON, in French and English.

card        Figure, Fact, Part, Card: the data of a card before it has a form
figures     the figures of one algorithm from the committed tables, each with its interval and its number of photos
algorithm   algorithm_card(slug, t) -> Card
system      system_card(t) -> Card: gate, algorithms, committee and checks together; card_of(subject, t) -> Card
written     markdown(card), document(card): the two forms

Each part names the items that it answers of TRIPOD+AI (Collins et al. 2024, doi:10.1136/bmj-2023-078378) and of CLEAR
Derm (Daneshjou et al. 2022, doi:10.1001/jamadermatol.2021.4915). Every value is read or computed; a figure that was not
measured keeps its place and states that.
"""

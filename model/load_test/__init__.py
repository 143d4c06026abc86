"""The load test: many visitors at once, each of whom must be shown what belongs to their own photo.

    drawn photos -> what the command line says of them -> visitors on the page -> what the page shows -> compared

A visitor speaks with the page as a browser does, over its websocket and with Streamlit's own messages, but draws
nothing: forty browsers would need more than the page they visit. So this is the one place in `model` that imports from
streamlit, and it imports the messages alone. Visitors go to an app on this computer and nowhere else.
"""

"""The load test: many visitors at once, each of whom must be shown what belongs to their own photo.

    drawn photos -> what the command line says of them -> visitors on the page -> what the page shows -> compared

A visitor exchanges Streamlit's messages over the page's websocket, as a browser does, but draws nothing: forty browsers
would need more resources than the app itself. Visitors connect to an app on this computer and to nothing else.
"""

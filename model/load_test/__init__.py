"""The load test: many simultaneous visitors, each of whom must get the answer to their own photo.

    drawn photos -> expected answers -> visitors of the page -> answers on the page -> compared

A visitor exchanges Streamlit's messages over the page's websocket, as a browser does, but draws nothing: forty browsers
would need more resources than the app itself. Visitors connect to an app on this computer and to nothing else.
"""

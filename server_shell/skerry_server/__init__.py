"""The server's side: apps whose Python runs on a server, as an ASGI application.

    app = skerry_server.asgi("app.py")      # for uvicorn, hypercorn or another ASGI server

app          puts the parts below together
api          the addresses: what is asked, and with which status it is answered
arguments    what a request's body says
stream       an answer that comes piece by piece
problems     an answer that says no
openapi      the API's description
live         the app in pages, over a WebSocket
frames       what goes over it, numbered, so that nothing is lost when it drops
line         the way from a session to its page
chosen       files that a person chose
page         the document around an app, and the page's modules
visits       the sessions, how many there may be and how long they are kept
calls        one call by name, and the answers to it
host         what a session is given here
fetching     requests to other servers
own_files    requests without a host, which are for the app's own files
logs         whose handler has said what
standstill   who holds up everybody
guard        for whom this server is
"""

from .app import asgi
from .limits import Limits
from .page import PageFiles

__all__ = ["Limits", "PageFiles", "asgi"]

"""Sites: folders that any static host can serve from any sub-path.

output    a folder that is made anew, and never takes a file of somebody else's
runtime   the interpreter, the packages and the page's modules, in a folder named by their content
apps      an app's files, named by their content, and the listing that names them
pages     which addresses an app has, read from its source
html      the documents
imports   what an app imports that there is not in a browser
ahead     what it needs of Python's modules before it is shown
icons     the drawing that stands for a site
installable  the web app manifest and what goes with it
integrity the hashes of what documents load
offline   the service worker that keeps a site for use without a network
builder   all of it together
gallery   the same for the apps that come with Skerry, and a page that lists them
server    serves a folder on this machine
"""

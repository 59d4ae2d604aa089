"""``skerry stub``: the handlers that an app still lacks, as Python code to paste.

    elements   what an element of a page is, which events people cause on it, and who handles them
    code       a handler as Python code, with the payload's shape from the event's class
    undefined  names that are used as handlers and defined nowhere
    places     where in the app's source each element was made
    pages      shows every page of an app, and finds what is missing
    look       the same for one element, inside the page of the development server
    command    the command itself

``elements``, ``code`` and ``look`` travel to the development server's page: they import only what is there.
"""

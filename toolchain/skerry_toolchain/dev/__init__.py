"""The development server: ``skerry run app.py``.

    project   what an app consists of on disk, as a snapshot with a version
    hub       tells every open page of the version that is there now
    watch     reads the project anew when one of its files changes
    reports   what pages send: log lines and errors, checked
    terminal  shows them
    runtime   the interpreter and the packages as the installed distribution has them
    page      the page around the app
    packages  what its page installs, from this machine's index
    site      all of it as an ASGI app
    command   the command itself
"""

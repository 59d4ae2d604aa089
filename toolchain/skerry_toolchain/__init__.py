"""The ``skerry`` command: demo, new, run, build, serve, check, stub, doctor.

    cli        finds the command; each is in a module of its own, loaded when it is asked for
    entry      the file that a command is given
    collect    what belongs to an app: its modules and data files
    packages   the Python that a page needs, as one zip
    ports      which port
    site/      sites for static hosts, and the gallery
    dev/       the development server
    new/       a project to begin with
    stub/      code for handlers that an app lacks
"""

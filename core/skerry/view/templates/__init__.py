"""Templates: markup with holes, read once; instances of it, which are values; and what the page is told of both.

    markup      the text of a t-string, as tags with holes
    values      what a value may be where, and what goes to the page for it
    template    one element: what is the same in all its instances
    instance    one of them in the page, as a node
    variants    the numbers by which a page knows templates
    build       ``sk.template``
"""

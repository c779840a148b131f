"""Reading data in processes of their own, which a hostile file may kill or fill without hurting others.

Nothing is imported here: the process that reads (`warm`, `work`) is to load little of what the one that
asks it to (`readers`) has.
"""

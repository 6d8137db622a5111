"""Gold records against predicted ones: how well each layer reads. Nothing here is needed to make or query a database.

A gold record is an article record that holds only the layers which were labelled; layers that it lacks are not judged.
Every comparison is a list of judgements (right, spurious, missed) with the words in question, so that the figures and
the errors behind them are the same list.
"""

"""What a web page holds, once it is a tree: what it states of itself, when it was published, its main text."""

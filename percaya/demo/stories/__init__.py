"""What customers of Senja Batik wrote in two weeks, and what became of it. All of it made up here.

A line begins with who speaks ("<" customer, ">" agent, "#" note), then the hours since the line before.
"""

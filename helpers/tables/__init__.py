"""The hall where both wings meet: the tables of a study, how they are made and how they are asked.

annotate makes the rows of an article, shards those of many, corpus what needs them all, measure a whole study; ground
says what they rest on and cache keeps them. schemas holds their columns, results opens and asks them.
"""

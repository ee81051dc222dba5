"""Who is named: the gazetteer of states, bodies, media and places, people in full and short, mentions of targets.

knowledge holds what is known of some 150,000 people, bodies, media and places apart from any article.
"""

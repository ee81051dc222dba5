"""Who is named: the gazetteer of states, bodies, media and places, people in full and short, mentions of targets."""

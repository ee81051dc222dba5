"""What is known of people, bodies, media, places and peoples, in English, German, Russian and Chinese.

    >>> from helpers.names import knowledge
    >>> known = knowledge.look_up("Ангелы Меркель")
    >>> known.entry.name, known.entry.kind, known.countries, known.sure
    ('Angela Merkel', 'person', ('DE',), 'unique')

`look_up(name)` tells what exactly this name means: a full name, a surname, a body, in Latin, Cyrillic or Han letters,
in any Russian case. `find(text, language)` marks every known name of a text, the longest at each place. Both give
`Known`: start, end, entry, the other entries that bear the name, and how sure the form is:

- unique: one entry, or several of one country;
- ambiguous: entries of several countries; let the text decide, or leave it;
- surname: a person's surname alone; good where the article says nothing else of somebody so called;
- common: an ordinary word or a frequent name as well ("Apple", "John Smith"); good where something beside it agrees;
- generic: what every country has ("Foreign Ministry", 外交部); take the country beside it.

`entry.countries` holds ISO 3166 alpha-2 codes, or EU, NATO, UN, INT, WEST or a UN M.49 region; no bloc: which country
is whose is the study's to say. Names in Russian and Chinese text are joined with their Latin forms: 习近平, Си
Цзиньпину and Xi Jinping are one entry, whose `id` is the same within one version of the package. Spellings of
people of Cyrillic countries are joined by their sound (keys.sound).

keys folds words, shelves opens the files, search looks up; helpers/training/knowledge.py makes the files, and CARD.md
says from what, under which licences. A word on one's own study goes into its speakers.csv, which goes before all this.
"""

from helpers.names.knowledge.search import Known, find, look_up
from helpers.names.knowledge.shelves import Entry

__all__ = ["Entry", "Known", "find", "look_up"]

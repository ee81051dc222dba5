"""Whom descriptions, epithets, short forms and nouns for bodies mean, and what they tell of a voice."""

import pytest
from test_speakers import resolve

from helpers.attribution import classify
from helpers.encoder.quotes import quotations
from helpers.names import people


def names_of(text, language="en"):
    """Who speaks in each attribution."""
    return [speaker.name for speaker in resolve(text, language)]


@pytest.mark.parametrize(
    ("text", "voice", "evidence"),
    [
        (
            "[s1 Hu Lanfen, chairwoman of Chinese Australians for Trade,] [c1 said] [t1 so].",
            "western",
            "Australians",
        ),
        ("[s1 Hu Lanfen, a Chinese trader,] [c1 said] [t1 so].", "chinese", "Chinese"),
        ("[s1 Omar Siddiq], 47, of Kirkfield, Wash., [c1 said] [t1 so].", "western", "Kirkfield, Wash."),
        ("[s1 Maud Perrin (Con, Ely South)] [c1 said] [t1 so].", "western", "Con"),
        ("[s1 Joan Pym (R-Neb.)] [c1 said] [t1 so].", "western", "R-Neb."),
    ],
)
def test_what_stands_behind_a_name_tells_the_voice(text, voice, evidence):
    speaker = resolve(text)[0]
    assert (speaker.voice, speaker.evidence) == (voice, evidence)


def test_a_department_of_a_continents_affairs_is_of_its_state():
    head = "Head of the Department of European Affairs of China's Ministry of Foreign Affairs"
    text = f"[s1 {head} Guo Lin] [c1 said] [t1 so]."
    speaker = resolve(text)[0]
    assert (speaker.name, speaker.voice) == ("Guo Lin", "chinese")


@pytest.mark.parametrize(
    ("described", "voice"), [("russische Bürger seien müde", "unknown"), ("russischer Maler,", "russian")]
)
def test_a_german_plural_behind_a_name_describes_nobody(described, voice):
    assert resolve(f"[c1 Da meint] [s1 Odo Lessing], [t1 {described}].", "de")[0].voice == voice


def test_the_subject_behind_according_to_describes_nobody():
    text = "[c1 According to] [s1 Guo], [t1 the American Model splits a people into groups, each alone]. Guo Lin left."
    assert resolve(text)[0].voice != "western"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Its archer, Odile Perrin of Nantes,", "Odile Perrin"),
        ("An outspoken critic of Gazprom, the Latvian engineer Juris Bite,", "Juris Bite"),
        ("Lima-based Italian photographer for Turin's La Torre, Ugo Neri,", "Ugo Neri"),
        ("The bank, Odile Perrin and others,", "bank"),
    ],
)
def test_a_person_behind_a_comma_is_who_the_phrase_means(source, name):
    assert resolve(f"[s1 {source}] [c1 said] [t1 so].")[0].name.startswith(name)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("[s1 Nenad Lukic], a Serb, [c1 said] [t1 so]. [s2 The 54-year-old Serb] [c2 said] [t2 no].",
         "en", "Nenad Lukic"),
        ("[s1 George Soros] [c1 said] [t1 so]. [s2 The billionaire] [c2 said] [t2 no].", "en", "George Soros"),
        ("[s1 George Soros] [c1 said] [t1 so]. [s2 The other billionaire] [c2 said] [t2 no].",
         "en", "other billionaire"),
        ("[s1 Anna Weber] [c1 sagte], [t1 es regne]. [t2 Es schneie], [c2 so] [s2 die SPD-Politikerin].",
         "de", "Anna Weber"),
        ("[s1 Jan Bakker] [c1 sagte], [t1 es regne]. [t2 Es schneie], [c2 so] [s2 der Niederländer].",
         "de", "Jan Bakker"),
        ("Er sprach. [c1 Sagte] [s1 Amtssprecher Jan Weber], [t1 es brenne]. [t2 Nein], [c2 sagte] [s2 der Sprecher].",
         "de", "Jan Weber"),
    ],
)  # fmt: skip
def test_an_epithet_is_who_spoke_right_before(text, language, name):
    assert names_of(text, language)[1] == name


@pytest.mark.parametrize(
    ("text", "language", "voice"),
    [
        ("China's trade ministry was silent. [s1 A spokesman for the ministry] [c1 said] [t1 so].", "en", "chinese"),
        ("China's trade ministry was silent. [s1 A note on the ministry's website] [c1 said] [t1 so].",
         "en", "chinese"),
        ("Das chinesische Handelsministerium schwieg. [t1 Es sei spät], [c1 sagte] [s1 ein Sprecher des Ministeriums].",
         "de", "chinese"),
        ("Das kasachische Umweltministerium schwieg. [s1 Dem Ministerium] [c1 zufolge] [t1 leben dort Wölfe].",
         "de", "central_asian"),
    ],
)  # fmt: skip
def test_whose_ministry_it_is_was_said_before(text, language, voice):
    assert resolve(text, language)[-1].voice == voice


def test_a_short_form_in_brackets_is_the_body():
    text = (
        "[s1 The Tajik Water Holding (TWH)] [c1 said] [t1 so]. [s2 TWH] [c2 said] [t2 no]. [s3 ZUV] [c3 said] [t3 no]."
    )
    assert names_of(text)[1:] == ["Tajik Water Holding", "ZUV"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[c1 Nach] [s1 Angaben des Innenministeriums] [t1 leben dort Wölfe].", "Innenministerium"),
        ("[c1 Nach] [s1 Ansicht von Karl Weber] [t1 regnet es].", "Karl Weber"),
        ("[t1 Der Konzern will] [c1 nach] [s1 eigenen Angaben] [t1 Züge fahren lassen].", "Konzern"),
    ],
)
def test_german_figures_and_views_are_of_whose_they_are(text, name):
    assert names_of(text, "de")[0] == name


def test_a_german_quotation_over_paragraphs_is_of_who_is_named_where_it_closes():
    assert [q.closed for q in quotations("Es regnet. Ich gehe“, sagt Thiel.")] == []
    text = "[c1 „][t1 Es schneit. Wir gehen.]\n\n[t2 Es regnet“], [c2 sagt] [s2 Anna Thiel]."
    assert names_of(text, "de") == ["Anna Thiel", "Anna Thiel"]


def test_an_innermost_speaker_has_the_words():
    text = "[s1 Pym] [c1 quoted] [t1 [s2 witnesses] [c2 as saying] [t2 that more than ten were hurt in the blast]]."
    assert names_of(text)[0] == names_of(text)[1] == "witnesses"


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Er lobte Jan Weber den Trainer.", "de", ["Jan Weber"]),
        ("Es kam Jan van den Berg.", "de", ["Jan van den Berg"]),
        ("Der Schlosser Timo T. saß dort.", "de", ["Timo T."]),
        ("He toured the Aktau Port Zone.", "en", []),
    ],
)
def test_where_a_name_of_people_ends(text, language, names):
    assert [person.name for person in people.persons(text, language) if person.sure] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ms. Ip left early. Mr. Ro came.", ["Ip", "Ro"]),
        ("The boy Ip left.", []),
        ("They met in Mong Kok at night.", []),
        ("Florence Parly spoke in Florence.", ["Florence Parly"]),
        ("Florence Station closed.", []),
    ],
)
def test_short_surnames_and_places_that_are_given_names(text, names):
    assert [person.name for person in people.persons(text, "en")] == names


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("has not said who will pay", True),
        ("has not only said that", False),
        ("did not say when", True),
        ("said", False),
    ],
)
def test_what_was_not_said_is_no_speech(text, refused):
    at = text.index("sa")
    assert classify.is_refusal(text, (at, at + 4)) is refused


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Dana Pym won. The 21-year-old Bulgarian smiled. [s1 Pym] [c1 said] [t1 so].", "western"),
        ("Dana Pym won. But the 21-year-old Bulgarian wept. [s1 Pym] [c1 said] [t1 so].", "western"),
        ("Dana Pym won. She beat the 21-year-old Bulgarian. [s1 Pym] [c1 said] [t1 so].", "unknown"),
    ],
)
def test_a_nation_that_stands_for_somebody_beaten_tells_nothing_of_the_winner(text, voice):
    assert resolve(text)[0].rule == ("only person" if voice == "western" else "no evidence")


RIVALS = "Marko Petrovic beat Dmitri Orlan on Monday. {} Orlan faded, and that was all Petrovic needed. {}"


@pytest.mark.parametrize(
    ("told", "winner", "loser"),
    [
        (
            ("Petrovic was in trouble against the 21-year-old Bulgarian.", "The Serbian star won in an hour."),
            "other",
            "western",
        ),
        # one of the two is not told from the other, and a government stands for nobody
        (("", "The Serbian star won in an hour."), "unknown", "unknown"),
        (("The Serbian government wept.", ""), "unknown", "unknown"),
    ],
)
def test_nations_that_stand_for_two_rivals(told, winner, loser):
    said = ' [t1 "It was ugly,"] [s1 Petrovic] [c1 said]. [t2 "It was fine,"] [s2 Orlan] [c2 said].'
    assert [s.voice for s in resolve(RIVALS.format(*told) + said)] == [winner, loser]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Ana Rand verlor am Montag. Die Polin weinte.", "western"),
        ("Ana Rand verlor am Montag. Die Polen weinten.", "unknown"),
    ],
)
def test_a_nation_that_stands_for_somebody_in_german(text, voice):
    assert resolve(f"{text} [t1 „Es war schlimm“], [c1 sagte] [s1 Rand].", "de")[0].voice == voice


@pytest.mark.parametrize(
    ("examples", "voice"),
    [
        ("such as BT and Vodafone", "western"),
        ("such as they are", "unknown"),
    ],
)
def test_a_group_is_told_by_its_examples(examples, voice):
    (said,) = resolve(f"It rains. [s1 Other telecom companies, {examples},] [c1 have cautioned] [t1 that it is late].")
    assert said.voice == voice


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("[s1 Ivan Pym] [c1 said] [t1 so]. [t2 \"We wait,\"] [s2 the appeal] [c2 said].", "en", "Ivan Pym"),
        ("[s1 Ivan Pym] [c1 said] [t1 so]. [t2 \"We wait,\"] [s2 the poll] [c2 said].", "en", "poll"),
        ("A poll by the Levada Center came. [s2 The survey] [c2 showed] [t2 it was late].", "en", "Levada Center"),
        ("A law by the Levada Center came. [s2 The survey] [c2 showed] [t2 it was late].", "en", "survey"),
        ("Ein Gericht in Bonn hat recht. [t2 Es sei spät], [s2 dem Urteil] [c2 zufolge].", "de", "Gericht in Bonn"),
        ("Ein Gerücht in Bonn ging um. [t2 Es sei spät], [s2 dem Urteil] [c2 zufolge].", "de", "Urteil"),
        ("Das Gericht wartet. [t2 Es sei spät], [c2 sagte] [s2 das Gericht].", "de", "Gericht"),
    ],
)  # fmt: skip
def test_whose_a_paper_is(text, language, name):
    assert resolve(text, language)[-1].name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Radprofi Tony Matz will weiterfahren. Er fuhr los. [s1 Der Radprofi]", "Tony Matz"),
        ("Der Radprofi Tony Matz will weiterfahren. [s1 Der Angler]", "Angler"),
        ("Radprofi Tony Matz will weiterfahren. [s1 Sein Radprofi]", "Radprofi"),
        ("[s2 Donald Trump] [c2 sagte], [t2 es sei spät]. [s1 Der Republikaner]", "Donald Trump"),
        ("[s2 Donald Trump] [c2 sagte], [t2 es sei spät]. [s1 Die Republikaner]", "Republikaner"),
    ],
)
def test_whoever_was_called_by_the_noun(text, name):
    said = resolve(f"{text} [c1 räumte ein], [t1 dass es spät sei].", "de")
    assert said[0].name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[t1 Es brannte] [c1 nach] [s1 Angaben der] örtlichen Polizei [t1 drei Stunden].", "örtlichen Polizei"),
        ("[t1 Es brannte] [c1 nach] [s1 Angaben der] erst gestern.", ""),
    ],
)
def test_a_source_that_was_cut_behind_an_article(text, name):
    assert resolve(text, "de")[0].name == name


def last_of(text):
    """Name and medium of the last speaker of a German text."""
    said = resolve(text, "de")[-1]
    return said.name, said.via


ORBAN = "Viktor Orban reiste ab. Ivo Stein blieb."
WEBEL = "[t1 Es regne], [c1 sagte] [s1 Webel]."
ANNA = "[t1 Es regne], [c1 sagte] [s1 Anna Weber] aus Xanten."


@pytest.mark.parametrize(
    ("before", "description", "name"),
    [
        ("Es kam der Sprecher des Ministers Jan Weber.", "der Minister", "Jan Weber"),
        ("Trainer Jan Weber kam. Es regnete.", "der FCK-Coach", "Jan Weber"),
        ("Trainer Jan Weber kam mit Trainer Ivo Stein.", "der FCK-Coach", "FCK-Coach"),
        ("Jan Weber, Präsident des Vereins FCK, kam mit Präsident Ivo Stein.", "der FCK-Präsident", "Jan Weber"),
        ("Ministerpräsident Jan Weber kam.", "der Präsident", "Präsident"),
        ("Bürgermeisterin Petra Klein kam.", "die Rathauschefin", "Petra Klein"),
        ("Petra Klein (SPD), Landrätin in Xanten, kam.", "die Landrätin", "Petra Klein"),
        ("Ivo Stein, Vorsitzender der Gewerkschaft, kam.", "der Gewerkschaftschef", "Ivo Stein"),
        ("Emmanuel Macron kam.", "der französische Staatschef", "Emmanuel Macron"),
        ("Emmanuel Macron kam.", "der Staatschef", "Staatschef"),
        (ORBAN, "der ungarische Regierungschef", "Viktor Orban"),
        (ORBAN, "der polnische Regierungschef", "polnische Regierungschef"),
        (WEBEL, "der Gouverneur", "Webel"),
        (WEBEL, "der Sprecher", "Sprecher"),
        (WEBEL, "sein Gouverneur", "Gouverneur"),
        (ANNA, "die gebürtige Wienerin", "Anna Weber"),
        (ANNA, "die promovierte Juristin", "Anna Weber"),
        (ANNA, "der konservative Verein", "konservative Verein"),
        (ANNA, "die Xantenerin", "Anna Weber"),
        (ANNA, "die Krefelderin", "Krefelderin"),
        (ANNA, "die 23-jährige Täterin", "23-jährige Täterin"),
        ("Jan Weber kam. Der Hut flog.", "der Amerikaner", "Jan Weber"),
        ("Jan Weber kam mit Ivo Stein.", "der Amerikaner", "Amerikaner"),
        ("Es regnet.", "der alte Politiker", "alte Politiker"),
    ],
)
def test_a_german_description_is_of_the_one_whom_it_describes(before, description, name):
    assert last_of(f"{before} [t9 Es sei spät], [c9 sagte] [s9 {description}].") == (name, "")


def test_german_politicians_are_several_where_the_adjective_says_so():
    kinds = [
        resolve(f"[t1 Es regne] {told}", "de")[0].kind
        for told in ("[c1 nach] [s1 Ansicht der alten Politiker].", "[c1 sagte] [s1 der alte Politiker].")
    ]
    assert kinds == ["group", "unnamed"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[t1 Es regne], sagte Jan Weber [c1 laut] [s1 der Zeitung "Maas Post"].', ("Jan Weber", "Maas Post")),
        ("[t1 Es regne], sagte Jan Weber am Freitag [c1 laut] [s1 US-Medien].", ("Jan Weber", "US-Medien")),
        ("[c1 Laut] [s1 US-Medien] sagte Jan Weber, [t1 es regne].", ("Jan Weber", "US-Medien")),
        ("[c1 Laut] [s1 US-Medien] [t1 ging Jan Weber].", ("US-Medien", "")),
        ("[t1 Jan Weber meldete Verluste] [c1 laut] [s1 US-Medien].", ("US-Medien", "")),
        ("Jan Weber, der [t1 den Raub] [c1 laut] [s1 CNN-Angaben] zugegeben haben soll, ging.", ("Jan Weber", "CNN")),
        ("Jan Weber, der [t1 den Zug] [c1 laut] [s1 CNN-Angaben] gefahren haben soll, ging.", ("CNN", "")),
        ('[s1 Die "Maas Post"] [c1 meldete] unter Berufung auf Anwohner, [t1 es regne].', ("Anwohner", "")),
        ('[s1 Die "Maas Post"] [c1 meldete] unter Berufung auf ein Protokoll, [t1 es regne].', ("Maas Post", "")),
        ("[s1 Die Agentur XYZ] sprach mit Jan Weber: [t1 Es] [c1 regne].", ("Jan Weber", "XYZ")),
    ],
)
def test_who_has_the_words_that_a_german_medium_passes_on(text, found):
    assert last_of(text) == found


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("[c1 laut] [s1 Presseberichten]", "Presse"),
        ("[s1 israelischen Medienberichten] [c1 zufolge]", "israelische Medien"),
        ("[c1 nach] [s1 Polizeiangaben]", "Polizei"),
        ("[c1 laut] [s1 Regierungsangaben]", "Regierung"),
        ("[c1 laut] [s1 Jahresberichten]", "Jahresberichte"),
        ("[c1 laut] [s1 Beobachtern]", "Beobachter"),
        ("[c1 laut] [s1 Experten]", "Experten"),
        ("[c1 nach] [s1 russischer Darstellung]", "Russia"),
        ("[c1 nach] [s1 amtlicher Darstellung]", "amtlicher Darstellung"),
        ("[c1 nach] [s1 Ansicht von] Minister Jan Weber", "Jan Weber"),
        ("[c1 nach] [s1 Angaben] einer Sprecherin", "Sprecherin"),
        ("[c1 nach] [s1 Angaben eines Sprechers]", "Sprecher"),
        ("[c1 heißt es] [s1 im Aufruf]", "Aufruf"),
        ("[c1 sagte] [s1 Jan Weber der dänischen Nachrichtenagentur]", "Jan Weber"),
        ('[c1 sagte] [s1 Jan Weber der "Maas Post"]', "Jan Weber"),
        ("[c1 sagte] [s1 ein Sprecher der Stadt der Deutschen Presse-Agentur]", "Sprecher der Stadt"),
        ("[c1 sagte] [s1 ein Polizeisprecher der Nachrichtenagentur XYZ]", "Polizeisprecher"),
        ("[c1 sagte] [s1 ein Sprecher der Nachrichtenagentur XYZ]", "Sprecher der Nachrichtenagentur XYZ"),
        ("[c1 heißt es] [s1 aus Regierungskreisen]", "Regierungskreise"),
        ('[c1 laut] [s1 einem Bericht des Magazins "Maas"]', "Maas"),
        ('[c1 laut] [s1 einem Bericht der "New York Times"]', "New York Times"),
        ("[c1 mahnt] [s1 er den Sohn]", ""),
        ("[c1 schrieb] [s1 die ZeitungMaas Postzufolge]", "Maas Post"),
        ("[c1 schrieb] [s1 die AgenturXYZam]", "XYZ"),
        ("[c1 schrieb] [s1 die TageszeitungGuardianmeldet]", "Guardian"),
        ("[c1 urteilten] [s1 die Richter des Bonner Landgerichts]", "Bonner Landgericht"),
        ("[c1 urteilte] [s1 der Richter des Bonner Landgerichts]", "Richter des Bonner Landgerichts"),
        ("[s1 einem Urteil des Landgerichts] [c1 zufolge]", "Landgericht"),
        ("[s1 einem Urteil des Obersten Gerichtshofs] [c1 zufolge]", "Oberster Gerichtshof"),
        ("[s1 einem Urteil des Obersten Gerichts] [c1 zufolge]", "Oberstes Gericht"),
    ],
)
def test_what_a_german_source_is_in_the_nominative(source, name):
    assert last_of(f"[t1 Es regne], {source}.") == (name, "")


def test_german_judges_are_of_the_court_that_spoke():
    first = "[t1 Es regne], [c1 sagte] [s1 das Bonner Landgericht]."
    assert last_of(f"{first} [t2 Es sei spät], [c2 so] [s2 die Richter].") == ("Bonner Landgericht", "")
    assert last_of(f"{first} [t2 Es sei spät], [c2 so] [s2 der Richter].") == ("Richter", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[s1 Seine Gegner] [c1 nannte] Weber [t1 Narren].", "Jan Weber"),
        ("[s1 Seine Gegner] [c1 nannten] Weber [t1 einen Narren].", "Gegner"),
        ("[s1 Seine Partei] [c1 lobte] Weber, [t1 weil es regne].", "Partei"),
        ("[s1 Den Plan] [c1 nannte] Weber [t1 närrisch].", "Jan Weber"),
        ("In [s1 einem Brief] [c1 warnte] der Anglerbund Nord [t1 vor Regen].", "Anglerbund Nord"),
        ("[s1 Ein Brief] [c1 warnte] die Angler [t1 vor Regen].", "Brief"),
        ("Weber soll [t1 Regen] [c1 da]mals angekündigt haben.", "Jan Weber"),
        ("[t1 Gestern habe es [c1 ge]regnet.]", "Jan Weber"),
        ("Ivo Stein ging mit Weber. [t1 Gestern habe es [c1 ge]regnet.]", ""),
    ],
)
def test_who_is_the_subject_of_a_german_verb(text, name):
    assert last_of(f"Minister Jan Weber kam. {text}")[0] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ein von der Regierung vorgelegter Gesetzentwurf kam.", "Regierung"),
        ("Ein von der Regierung gelesener Gesetzentwurf kam.", "Entwurf"),
    ],
)
def test_whose_a_german_draft_is(text, name):
    assert last_of(f"{text} [s1 Der Entwurf] [c1 sieht vor], [t1 dass es regnet].") == (name, "")


def test_everybody_is_nobody_who_speaks():
    text = "[s1 Jan Weber] [c1 sagte], [t1 es regne]. [s2 Jeder] [c2 weiß], [t2 dass es regnet]."
    assert last_of(text) == ("Jan Weber", "")


def test_a_german_quotation_may_run_over_lines_without_marks():
    text = "„[t1 Es schneit.]\n\n[t3 Wir gehen.]\n\n[t2 Es regnet“], [c2 sagt] [s2 Anna Thiel].\n\n[t4 Es taut.]"
    text = text.replace("[t1 ", "[c1 „][t1 ").replace("„[c1", "[c1").replace("[t3 Wir", "[t3 [c3 W]ir")
    said = resolve(text.replace("[t4 Es", "[t4 [c4 E]s"), "de")
    assert [s.name for s in said[:3]] == ["Anna Thiel"] * 3

"""Danger said in German, French or Spanish: word lists, read whatever language is configured, since people in distress fall back on their own.

They know far less than the English rules: wishes, plans, blows and overdoses in their usual wording, a “not”, a past that is over, and stories. No speaker
of these languages and no clinician has reviewed them. Words are without accents, as `core.text.folding` leaves them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.text.folding import fold

TONGUES = ("de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Tongue:
    """`signs`: kind -> what is said. `unless`: takes back what stands anywhere. `denied`: takes back what follows it."""

    signs: tuple[tuple[str, re.Pattern[str]], ...]
    now: re.Pattern[str]
    unless: re.Pattern[str]
    denied: re.Pattern[str]
    concern: re.Pattern[str]


def _p(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b")


_DE_HE = (
    r"(?:er|sie|mein (?:mann|freund|vater|stiefvater|partner|ex|sohn|bruder|onkel|chef)|meine (?:frau|freundin|mutter|partnerin))"
)
_DE_KID = r"(?:mein(?:e|en|em|er)? )?(?:kleine[rn]? )?(?:baby|kind|kinder|kindern|sohn|tochter|schwester|bruder|enkel|enkelin|neffe|neffen|nichte)"
_FR_HE = r"(?:il|elle|son pere|sa mere|mon (?:mari|copain|pere|beau-pere|beau pere|ex|frere|oncle|compagnon|fils|conjoint)|ma (?:femme|copine|mere|compagne))"
_FR_KID = r"(?:(?:mon|ma|mes|le|la|les|sa|son) (?:petite? )?(?:bebe|enfants?|fils|fille|soeur|frere|neveu|niece|petite soeur|petit frere))"
_ES_HE = r"(?:el|ella|mi (?:marido|novio|padre|padrastro|pareja|ex|hermano|tio|esposo|esposa|mujer|novia|madre|hijo))"
_ES_KID = r"(?:(?:mi|al|el|la|a mi|su|los|mis) (?:hija|hijo|bebe|hermana|hermano|hermanita|hermanito|ninos?|ninas?|hijos|sobrin[oa]|niet[oa])(?: pequen[oa])?)"

_TONGUES: dict[str, Tongue] = {
    "de": Tongue(
        (
            ("medical", _p(r"zu viele (?:\w+ )?(?:tabletten|pillen|medikamente)(?: \w+)? ?(?:genommen|geschluckt)?", r"(?:alle|ganze packung|handvoll) (?:\w+ )?(?:tabletten|pillen|medikamente|schlaftabletten) (?:genommen|geschluckt)", r"uberdosis", r"atmet nicht(?: mehr)?", r"wacht nicht (?:mehr )?auf", r"bewusstlos", r"herzinfarkt|schlaganfall", r"starke schmerzen in der brust|bekomme keine luft mehr und", r"nicht aufhoren zu bluten|verblut\w+")),
            ("self", _p(r"(?:will|mochte|wollte|wunschte|wurde (?:gern|am liebsten|lieber)|lieber|am liebsten|sehne mich danach)(?:(?! nicht (?!mehr)) \w+){0,3} (?:sterben|tot sein|nicht mehr (?:leben|da sein|aufwachen|hier sein)|mich umbringen|nie wieder aufwachen)", r"lieber tot", r"ich (?:wunschte|wunsche mir)(?: \w+){0,2} (?:ich ware|tot|dass ich)(?: \w+)? ?(?:tot|nicht mehr (?:da|hier|am leben)|nie geboren)?",
                        r"(?:will|mochte|mag) (?:\w+ )?nicht mehr (?:leben|weiterleben|da sein|hier sein|aufwachen|existieren)", r"(?:bringe?|brachte|bring) mich(?: \w+){0,3} um", r"(?:mich|sich) (?:selbst )?(?:umzubringen|umbringen|umgebracht|zu toten|erhangen|aufhangen|erschiessen|aufzuhangen|zu erhangen|vor den zug (?:werfen|zu werfen))", r"(?:mir|sich) das leben (?:nehmen|zu nehmen|genommen)", r"selbstmord\w*|suizid\w*|selbsttotung", r"abschiedsbrief\w*",
                        r"(?:besser|leichter|einfacher|besser dran|erleichtert)(?: \w+){0,4} (?:wenn ich (?:tot|weg|nicht mehr)|ohne mich)", r"ohne mich (?:waren|ware|sind|geht es)(?: \w+){0,4} (?:besser|leichter)", r"mache? (?:\w+ )?schluss(?: mit (?:allem|dem leben|mir))?(?: \w+)*(?: allem| leben| tabletten)", r"dass (?:der|mein) korper stirbt|korper(?: \w+){0,3} (?:sterben|tot|weg) ", r"(?:nie wieder|nicht mehr|nie mehr) aufwach\w+", r"(?:springe|spring|springen)(?: \w+)? (?:gleich|jetzt|runter|von der brucke|vom dach)|auf der brucke(?: \w+){0,3} spring\w*", r"(?:seil|strick)(?: \w+){0,3} (?:aufgehangt|bereit|gekauft|gebunden|hier)|die pistole(?: \w+){0,3} (?:hier|geladen|in der hand)", r"ich sehe keine zukunft|kein(?:en)? grund (?:mehr )?(?:zu leben|weiterzuleben)|lebensmude", r"tabletten (?:\w+ ){0,3}(?:gesammelt|bereit|vor mir|schon hier)")),
            ("child", _p(rf"{_DE_HE}(?: \w+){{0,2}} (?:schlagt|fasst|schuttelt|missbraucht|verpruget|sperrt|schlug)(?: \w+)? {_DE_KID}", rf"{_DE_KID}(?: \w+){{0,6}} (?:geschlagen|geschuttelt|missbraucht|angefasst|eingesperrt|verprugelt|allein gelassen|blaue flecken)", rf"ich (?:habe|schlage|schuttle|konnte)(?: \w+)? {_DE_KID}(?: \w+)? ?(?:geschlagen|geschuttelt|schlagen|schutteln)?$")),
            ("psychosis", _p(r"stimmen (?:\w+ ){0,3}(?:sagen|befehlen|wollen)(?: mir)?", r"(?:hore|hort) stimmen", r"chip in (?:meinem|den) kopf|sie verfolgen mich|vergiften mich|gott befiehlt")),
            ("other", _p(r"(?:bringe|bring|werde|will|mochte|konnte|muss) (?:ihn|sie|die|meinen \w+|meine \w+|jemanden|euch)(?: \w+){0,3} (?:um|umbringen|toten|abstechen|erstechen|erschiessen|erwurgen)", r"ich (?:habe|hab) (?:ein messer|eine waffe) und")),
            ("abuse_at_home", _p(rf"{_DE_HE}(?: \w+){{0,2}} (?:schlagt|prugelt|wurgt|tritt|bedroht|vergewaltigt|verpruget|wurgte|schlug|verprugelt|stosst) mich", rf"{_DE_HE} hat mich(?: \w+){{0,3}} (?:geschlagen|verprugelt|gewurgt|vergewaltigt|bedroht|getreten|eingesperrt|gestossen)", rf"{_DE_HE} (?:sperrt|schliesst) mich ein|lasst mich nicht (?:raus|gehen|weg|aus dem haus)", r"angst vor mein(?:em|er) (?:mann|freund|vater|partner|frau|ex|stiefvater)", r"vergewaltigt (?:mich|worden)")),
            ("self_harm", _p(r"(?:habe|hab)? ?mi(?:ch|r)(?: \w+){0,4} (?:geritzt|geschnitten|verbrannt|selbst verletzt|aufgeschnitten)", r"(?:ritze|verletze|schneide|verbrenne) mich", r"ich (?:will|muss|mochte) mich (?:\w+ )?(?:ritzen|schneiden|verletzen)", r"selbstverletz\w+")),
        ),
        _p(r"heute|jetzt|gleich|heute nacht|heute abend|morgen|schon hier|vor mir|auf der brucke|in der hand|schon"),
        _p(r"film|serie|buch|roman|fernsehen|nachrichten|zeitung|lied|spiel|vorbei|fruher|damals|als kind|vor \w+ jahren|totgelacht|totlachen|kritiker|patient\w*|meine arbeit|beruflich"),
        _p(r"nicht(?! mehr)|nie|niemals|kein|keine|keinen|nie mehr an"),
        _p(r"panik\w*|bekomme keine luft|alles unwirklich|kann nicht mehr atmen|hoffnungslos|das ist mir zu viel|bin nicht mehr in meinem korper"),
    ),
    "fr": Tongue(
        (
            ("medical", _p(r"(?:pris|avale|prendre) (?:\w+ )?(?:trop de|toute la boite|plein de|une boite de) ?(?:medicaments|cachets|comprimes|pilules)?", r"overdose|surdose", r"(?:ne )?respire plus", r"(?:ne )?se reveille pas|inconscient\w*", r"crise cardiaque|infarctus|\bavc\b", r"mal a la poitrine et")),
            ("self", _p(r"(?:veux|voudrais|envie de|aimerais|prefere\w*|souhaite)(?: \w+){0,3} (?:mourir|me tuer|me suicider|etre mort\w*|en finir|ne jamais me reveiller|ne plus (?:exister|etre la|vivre|me reveiller)|disparaitre pour (?:de bon|toujours))", r"(?:ne )?(?:veux|peux|supporte) plus (?:vivre|continuer a vivre|etre la|etre en vie)", r"plus envie de vivre|en peux plus de (?:vivre|la vie)|marre de (?:vivre|la vie)", r"(?:vais|pense a|penser a|voulu|pense|songe) (?:\w+ )?(?:me (?:tuer|suicider|pendre|foutre en l'air)|en finir)|suicid\w*|me donner la mort|mettre fin a mes jours|j'en finis|vais en finir|en finir avec (?:la vie|tout)",
                        r"(?:mieux|plus heureux|tranquilles|soulages)(?: \w+){0,5} (?:sans moi|si (?:je n'etais|j'etais|je ne suis|je mourais)(?: \w+)*)", r"corps (?:meure|doit mourir|soit mort)", r"(?:jamais|plus) (?:me|se) reveiller|ne (?:jamais|plus) me reveiller", r"vais sauter|me jeter (?:sous|du|par)|sur le pont(?: \w+){0,4} saut\w*", r"avale (?:tous|toute|tout|la boite|les)(?: \w+)? (?:cachets|comprimes|medicaments|boite|pilules)", r"lettre d'adieu|mes adieux", r"(?:cachets|comprimes|corde|pistolet|arme)(?: \w+){0,2} (?:devant moi|dans la main|prets?|prete)", r"plus de raison de vivre")),
            ("child", _p(rf"{_FR_HE}(?: \w+)? (?:frappe|touche|secoue|bat|abuse de|viole|enferme) {_FR_KID}", rf"(?:j'ai|ai) (?:secoue|frappe|tape|battu) {_FR_KID}", rf"{_FR_KID}(?: \w+){{0,6}} (?:bleus|frappe|abuse\w*|battue?s?|enferme\w*)")),
            ("psychosis", _p(r"voix (?:\w+ ){0,2}(?:disent|ordonnent|parlent|veulent)", r"entends des voix", r"puce dans (?:ma|la) tete|on m'empoisonne|ils me suivent partout|dieu m'ordonne")),
            ("other", _p(r"(?:vais|veux|envie de|pourrais) (?:le|la|les) (?:tuer|poignarder|etrangler|buter)|(?:vais|veux|envie de) tuer (?:mon|ma|quelqu'un|mes)|j'ai un couteau")),
            ("abuse_at_home", _p(rf"{_FR_HE}(?: \w+)? (?:me |m')(?:frappe|bat|tape|etrangle|menace|viole|gifle|enferme|cogne)\w*", rf"{_FR_HE} m'a(?: \w+)? (?:frappe|battu|etrangle|menace|viole|gifle|enferme|poussee?)e?", rf"{_FR_HE} (?:ne )?(?:m'empeche de (?:sortir|partir|voir|travailler)|me laisse pas (?:sortir|partir))", r"peur de (?:mon (?:mari|copain|pere|conjoint|ex|beau-pere)|ma femme|rentrer)")),
            ("self_harm", _p(r"me (?:suis )?(?:\w+ )?(?:coupee?|scarifiee?|brulee?|taillade\w*) ?(?:les bras|le bras|la peau|les veines|les cuisses|les poignets)?$", r"me (?:suis )?(?:\w+ )?coupee? les (?:bras|veines|poignets|cuisses)", r"me scarifie|me fais du mal|me mutile|envie de me (?:couper|faire du mal|scarifier)|automutil\w+")),
        ),
        _p(r"ce soir|cette nuit|maintenant|tout de suite|aujourd'hui|demain|devant moi|sur le pont|dans la main|j'ai avale|deja"),
        _p(r"film|serie|livre|roman|tele|journal|infos|chanson|jeu|fini depuis|il y a \w+ ans|quand j'etais petite?|enfant j'etais|mort\w* de (?:rire|fatigue|faim|peur|honte)|critique en moi|patient\w*|mon travail"),
        _p(r"(?:ne|n') ?(?:\w+ )?(?:veux|ai|suis|pense|vais|voudrais|m'a|me)(?: \w+)? (?:pas|jamais)|pas|jamais"),
        _p(r"panique|n'arrive (?:plus|pas) a respirer|tout est irreel|c'est trop|plus d'espoir|desespere\w*|hors de mon corps"),
    ),
    "es": Tongue(
        (
            ("medical", _p(r"(?:tomado|tragado|tome|trague) (?:\w+ )?(?:demasiad[ao]s|muchas|todas las|un monton de) (?:pastillas|medicinas|medicamentos)", r"sobredosis", r"no respira", r"no (?:se )?despierta|inconsciente", r"infarto|derrame cerebral", r"dolor en el pecho y")),
            ("self", _p(r"(?:quiero|quisiera|ganas de|gustaria|preferiria|prefiero|deseo|desearia)(?: \w+){0,3} (?:morir(?:me)?|matarme|suicidarme|estar muert[oa]|no despertar(?:me)?(?: nunca)?|desaparecer para siempre|no existir|quitarme la vida)", r"(?:me )?quiero (?:morir|matar)", r"no quiero (?:seguir )?(?:vivir|viviendo|vivir mas|estar aqui|despertar|existir)|ya no (?:quiero|aguanto) (?:vivir|la vida)|cansad[oa] de vivir", r"(?:me voy a|voy a|pienso en|pensado en|pensando en|pienso|quiere) (?:matarme?|suicidarme?|suicidar|ahorcarme?|quitarme la vida|quitarse la vida|tirarme|el suicidio|acabar con (?:todo|mi vida))|suicid\w+|me voy a matar|quitar(?:me|se) la vida|acabar con mi vida",
                        r"(?:mejor|mas felices|tranquilos)(?: \w+){0,4} (?:sin mi|si (?:yo )?(?:no estuviera|estuviera muert[oa]|muriera|me muero))", r"cuerpo (?:muera|debe morir|este muerto)", r"no despertar (?:nunca|mas|jamas)", r"(?:voy a|quiero) (?:saltar|tirarme)|en el puente(?: \w+){0,4} salt\w*", r"tragado todas las pastillas|pastillas (?:aqui|en la mano|listas)|la (?:soga|cuerda|pistola) (?:\w+ )?(?:lista|aqui|en la mano)", r"carta de despedida|me despido de todos", r"no tengo (?:razon|motivo)s? para vivir")),
            ("child", _p(rf"{_ES_HE}(?: le)? (?:pega|toca|golpea|sacude|abusa de|viola|encierra)(?: a)? {_ES_KID}", rf"(?:sacudi|golpee|pegue)(?: a| al)? ?(?:bebe|{_ES_KID})", rf"(?:le )?pega a {_ES_KID}|su padre le pega", rf"{_ES_KID}(?: \w+){{0,6}} (?:moretones|abusad[ao]|golpead[ao]s?)")),
            ("psychosis", _p(r"voces (?:\w+ ){0,2}(?:dicen|ordenan|mandan|quieren)", r"oigo voces|escucho voces", r"chip en (?:mi|la) cabeza|me estan envenenando|me persiguen|dios me ordena")),
            ("other", _p(r"(?:lo|la|los|le) (?:voy a|quiero|podria) (?:matar|apunalar|estrangular)|(?:quiero|voy a|ganas de) (?:matarl[oa]s?|apunalarl[oa]|matar a)|tengo un cuchillo")),
            ("abuse_at_home", _p(rf"{_ES_HE}(?: \w+)? me (?:pega|golpea|ahorca|amenaza|viola|encierra|pego|golpeo|ahorco|amenazo|violo|empuja|estrangula)", r"me (?:pega|golpea|pego|golpeo|amenaza|estrangulo|agarro del cuello|ahorco|violo)(?: \w+)*", rf"{_ES_HE}? ?no me deja (?:salir|ir|ver|trabajar)", r"miedo (?:de|a) (?:mi (?:marido|novio|padre|ex|pareja|padrastro)|volver a casa)")),
            ("self_harm", _p(r"me (?:volvi a cortar|corto|corte|quemo|queme|hago dano|he cortado|lastimo)(?: \w+)*", r"quiero (?:cortarme|hacerme dano)|autolesion\w*")),
        ),
        _p(r"esta noche|ahora|hoy|ya mismo|manana|aqui|en la mano|en el puente|me he tragado|ya"),
        _p(r"pelicula|serie|libro|novela|tele|noticias|periodico|cancion|juego|hace (?:mucho|anos|\w+ anos)|de nin[oa]|ya paso|muert[oa] de (?:risa|cansancio|hambre|miedo|verguenza)|muero de (?:risa|hambre|verguenza|ganas|calor|sueno)|al critico|paciente\w*|mi trabajo"),
        _p(r"no|nunca|jamas|tampoco"),
        _p(r"panico|no puedo respirar|todo es irreal|es demasiado para mi|sin esperanza|no hay esperanza|fuera de mi cuerpo"),
    ),
}  # fmt: skip
_SMALL_WORDS = {
    "en": "i the to and it my is of am that was you not a just so in at if have do this for with on be but",
    "de": "ich nicht mich mir mein meine meinem meinen ist hat kein keine der die das und sie will habe hab er dem den von zu auf es ein einen einer mit wenn wieder heute",
    "fr": "je j'ai j'en me mon ma mes il elle les suis veux la le une un des ne plus pas de du ils moi qui dans sur ce vais et quand se son on",
    "es": "me mi no el la lo las los una un yo que se en ya he de con por quiero voy mis su todos para al hay todo esta tengo",
}
_KNOWN = {tongue: frozenset(words.split()) for tongue, words in _SMALL_WORDS.items()}


def _spoken(words: list[str]) -> list[Tongue]:
    """The tongues whose small words these are, if more of them are theirs than English."""
    counts = {
        tongue: sum(word in known or word.startswith(("j'", "m'", "n'", "l'")) * (tongue == "fr") for word in words)
        for tongue, known in _KNOWN.items()
    }
    most = max(counts[tongue] for tongue in TONGUES)
    if most == 0 or counts["en"] >= most:
        return []
    return [_TONGUES[tongue] for tongue in TONGUES if counts[tongue] == most]


@lru_cache(maxsize=256)
def read_tongues(text: str) -> tuple[str, bool] | None:
    """(kind, imminent) of a crisis said in one of `TONGUES`, ("concern", False), or None."""
    plain = re.sub(r"[^a-z' \-]", " ", fold(text).lower().replace("’", "'"))
    plain = re.sub(r"\s+", " ", plain).strip()
    for tongue in _spoken(plain.split()):
        if tongue.unless.search(plain):
            continue
        for kind, sign in tongue.signs:
            found = sign.search(plain)
            if found and not _denied(tongue, plain, found):
                return kind, kind == "medical" or bool(tongue.now.search(plain))
        heavy = tongue.concern.search(plain)
        if heavy and not tongue.denied.search(plain[: heavy.start()]):
            return "concern", False
    return None


def _denied(tongue: Tongue, plain: str, found: re.Match[str]) -> bool:
    """A “not” in the few words before, or within what was said where the sign itself needs none."""
    before = " ".join(plain[: found.start()].split()[-3:])
    if tongue.denied.search(before):
        return True
    within = " ".join(found[0].split()[:-1])
    return bool(re.search(r"\b(?:pas|nicht sterben|nie)\b", within)) and not re.search(
        r"\b(?:plus|nicht mehr|nie wieder|nie mehr|jamais|atmet|wacht)\b", found[0]
    )

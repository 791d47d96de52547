"""General English words by what they do in a sentence; separate because every rule of extraction reads them.

They stand for a part-of-speech tagger: no rule needs more than whether a word may be a verb of action, of saying, of
knowing or of change, and what it can stand beside. No name and no term of one field belongs here.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ACTION_VERBS = _set(
    """abandon abide abolish accede accelerate accept accommodate accompany accord account achieve acknowledge acquire
    adapt add adhere adjust administer admit adopt advance advise advocate affirm agree align allocate allow amend
    amplify analyse analyze announce anticipate apologise apologize apply appoint appropriate approve arrange articulate
    ask assemble assert assess assign assist assume assure attach attend attract authorise authorize avoid await
    ban bar begin block bolster boost break bridge bring broaden build bypass call calibrate capitalise capitalize carry
    cease centralise centralize challenge channel choose circulate clarify close codify collaborate collect combat
    combine commence commission commit communicate compel compensate compile complement complete comply concentrate
    condemn condition conduct confirm confront connect consider consolidate consult continue contribute convene convert
    convince cooperate co-operate coordinate co-ordinate correct counter counteract craft create criminalise criminalize
    cultivate curb curtail cut de-escalate decide declare decouple decrease dedicate deepen defend defer define delay
    delegate deliver demand demonstrate deny depart deploy deprioritise deprioritize derive designate detect deter
    determine develop devise devote diminish direct disaggregate disburse discontinue discourage discuss dismantle
    disseminate distinguish distribute diversify divert double draft draw drive drop earmark ease educate elaborate
    elevate eliminate embark embed embrace emphasise emphasize employ empower enable enact encourage end endorse
    enforce engage enhance enlarge enlist enrich enshrine ensure enter equip eradicate escalate establish evaluate
    examine exchange exclude exempt exercise exert expand expedite explain exploit explore expose extend facilitate
    fill finalise finalize find finish fix focus follow forbid force forge form formalise formalize formulate foster
    free freeze fulfil fulfill fund further gather generate give go grant grow guarantee guard guide halt harden harmonise
    harmonize harness hasten have hedge help highlight hire hold honor honour host identify impose implement improve
    incentivise incentivize include incorporate increase incorporate induce inform initiate innovate insist inspire
    install instil instill institute institutionalise institutionalize institute insulate integrate intensify interpret
    introduce invest investigate invite involve issue join jettison keep launch lay lead leave legislate lend let
    level leverage liberalise liberalize lift limit link list listen localise localize lock look lower maintain make
    manage mandate map maximise maximize measure mediate meet minimise minimize mitigate mobilise mobilize modernise
    modernize modify monitor move multiply name narrow negotiate nominate normalise normalize notify nurture observe
    obtain offer open operationalise operationalize oppose optimise optimize order organise organize outlaw outline
    overcome overhaul oversee participate partner pass pause pay perform permit persuade phase pilot pivot place plan
    pledge plug pool position postpone practise practice pre-empt preempt preclude prepare preserve press pressure
    prevent prioritise prioritize procure produce professionalise professionalize prohibit project promote promulgate
    propose prosecute protect prove provide publicise publicize publish punish purchase pursue push put quantify
    raise ramp ratify re-engage re-establish re-evaluate re-examine reach react reaffirm realign reallocate reappraise
    reassess reassure rebalance rebrand rebuild recalibrate recognise recognize recommend recommit reconcile reconfigure
    reconsider reconstitute reconstruct record recruit redefine redesign redirect redouble redress reduce reengage
    refine reflect reform reframe refrain refuse regulate reimagine reinforce reinstate reinvest reinvigorate reject
    release relocate remain remedy remind remove renew reopen reorient repair repatriate repeal replace replenish
    report reposition represent request require rescind research reshape reshore resist resolve resource respect
    respond restart restore restrain restrict restructure resume rethink retain retire return revamp reverse review
    revise revisit revitalise revitalize revive reward ring-fence safeguard sanction satisfy save scale screen scrap
    scrutinise scrutinize secure seek seize select sell send separate serve set settle shape share shed shift shore
    shorten show shun sign signal simplify slow solicit solidify solve spearhead specify speed spell spend split sponsor
    spread stabilise stabilize stand standardise standardize start state stay stem step stick stimulate stipulate stockpile
    stop streamline strengthen stress strike strive structure study submit subsidise subsidize supplement support
    suppress survey suspend sustain switch synchronise synchronize tackle tailor take target task teach tell temper
    terminate test think tie tighten toughen trace track trade train transfer transform transition translate transmit
    transpose treat triple try turn undergo underline undermine underpin understand undertake underwrite unify unite
    unlock unveil update upgrade uphold urge use utilise utilize validate value verify view vote waive warn weaken
    weigh welcome widen wield withdraw withhold work write""".replace("-\n", "-")
)
"""Base forms that may open an imperative."""

NOUNS_TOO = _set(
    """abandon account address advance aid approach arm ask ban bar block boost break bridge budget call challenge
    change channel charge check claim combat command commission compound concern conduct contact contract control
    cost counter cover credit cut deal decrease delay demand design display double draft draw drive drop ease effort
    end engineer estimate exchange exercise experience export fall finance fire fix focus force form fund
    further gain go grant grow guarantee guard guide halt hedge help hold honor honour host impact import increase
    influence interest invite issue join keep launch lead leave lend let level lift limit link list lock look lower
    make mandate map market matter measure mediate meet model monitor move name need offer open order outline overhaul
    partner pass pause pay permit phase pilot pivot place plan play pledge plug point pool position power practice
    press pressure process produce profile program programme progress project promise purchase push question race raise ramp
    range rank rate reach record reform release repair report request research reserve resource respect rest result
    return review reward rise risk rule sanction save scale screen secure seek sell sense separate service set shape
    share shift shore show sign signal slow speed spend split sponsor spread stage stand standard start state stay
    stem step stick stop stress strike structure study supplement supply support surge survey switch target task
    tax test think tie time trace track trade train transfer transition travel treat trigger triple trust try turn
    update upgrade use value view visit volunteer vote warrant watch waste weapon welcome work yield free narrow correct
    direct complete level lower further duplicate elaborate appropriate advocate alert alternate lay lead post present
    object subject contrast conflict defect desert digest discount escort extract ferment forecast"""
)
"""Base forms that are nouns or adjectives as often: an imperative only before what an object begins with."""

OBJECT_OPENERS = _set(
    """a all allied an and/or any better both broader clear closer deeper each efforts every existing fewer forces
    further global greater her his how improved increased international its joint less local mandatory more
    most multilateral my national new off on-going ongoing other our out public regional scarce several significant
    some stronger such sustained targeted that the their them these they this those up women's your"""
)

SAYING = _set(
    """accuse acknowledge add admit advise advocate affirm agree allege announce answer argue ask assert assume assure
    believe caution cite claim comment complain concede conclude confirm consider contend counter declare decide demand
    demonstrate deny disclose emphasise emphasize envision estimate expect explain express fear feel find forecast
    foresee guess hear highlight hint hold hope imagine imply indicate inform insist judge know lament maintain mandate mean
    mention note observe opine perceive pledge point posit postulate predict proclaim profess promise propose realise
    realize reason recall reckon recognise recognize recommend reiterate reject remark remind repeat reply report
    require respond reveal rule say see show signal speculate state stipulate stress suggest suppose surmise suspect
    swear tell testify think threaten underline underscore understand urge vow want warn wish wonder worry write"""
)
"""Verbs that take a clause with ``that``, in their base form."""

_IRREGULAR_SAYING = {
    "said": "say",
    "says": "say",
    "told": "tell",
    "thought": "think",
    "wrote": "write",
    "written": "write",
    "felt": "feel",
    "held": "hold",
    "knew": "know",
    "known": "know",
    "meant": "mean",
    "saw": "see",
    "sees": "see",
    "swore": "swear",
    "understood": "understand",
    "found": "find",
    "heard": "hear",
    "foresaw": "foresee",
}

REPORTED_WITHOUT_THAT = _set(
    """argue believe claim contend declare demand fear hope insist know recommend say state suggest think tell urge warn
    want"""
)
"""Verbs of saying behind which ``that`` is often left out."""

OWN_VOICE = _set(
    """i we report paper article essay brief briefing analysis commentary section chapter study author authors piece
    document publication memo memorandum testimony statement submission committee commission panel inquiry taskforce
    board group roundtable participants recommendation recommendations conclusion conclusions lesson lessons"""
)
"""Who speaks for the document itself."""

CONVENED = _set(
    "participants attendees panellists panelists speakers discussants interviewees respondents witnesses members experts"
)

PEOPLE_NOUNS = _set(
    """administration agencies agency allies ally army authorities body bodies business businesses cabinet capitals
    citizens civil-society coalition commission committee companies company congress corporations council countries
    country decision-makers decisionmakers democracies department departments diplomats director donors employers
    executive experts firms forces forum funders government governments group industry institution institutions
    investors lawmakers leaders leadership legislators legislature manufacturers member members military minister
    ministers ministries ministry nation nations negotiators ngos office officials operators organisation organisations
    organization organizations parliament parliaments parties partners party planners platforms policymakers
    policy-makers politicians practitioners president prime providers regulators regulator researchers schools
    secretariat secretary senate service services side sides stakeholders state states strategists taskforce team they
    treasury union universities we west who you everyone"""
)
"""Who can act: words that head a subject and name people or bodies."""

READER_VERBS = _set(
    """acknowledge admit appreciate ask assume be-careful bear beware compare concede discount distinguish dismiss doubt
    emphasise emphasize exaggerate expect forget imagine infer keep mention mistake note notice observe
    overestimate overlook overstate point ponder question realise realize recall recognise recognize reflect
    remember remind repeat say see stress suppose surprise think underestimate underline underscore understand
    wonder add discuss conclude highlight"""
)
"""What a writer asks of the reader's mind."""

DOCUMENT_NOUNS = _set(
    """analysis appendix article box chart chapter data estimates evidence figure figures findings graph graphic map
    number numbers note paper percentages poll quotation reader readers report result results section sample statistics
    survey table text"""
)

OUTCOME_VERBS = _set(
    """accelerate add allow alleviate amount arrive attract begin boost bring come contribute create cut decline
    decrease deliver diminish ease emerge enable encourage end expand facilitate fall follow free generate give go grow help improve
    increase keep last lead leave lower make mean motivate offer open permit persuade preclude prevent produce prompt
    prove provide raise reach rebound reassure recover reduce result return rise see serve show slow spur stabilise
    stabilize start suffice support take translate trigger weaken worry yield"""
)
"""What a writer expects to happen, after ``should`` with a subject that cannot act."""

PARTICIPLES = _set(
    """been become begun bought brought built come done drawn driven fallen felt found given gone grown had held hit kept
    known led left lost made meant met paid put read risen run said seen sent set shown spent taken taught thought told
    understood won written let cut heard learned dealt fought sought caught"""
)

ADVERBS = _set(
    """accordingly actively actually again almost already also always altogether arguably as-well at-least carefully certainly
    clearly collectively consequently constantly continually continuously critically definitely doubtless eventually
    ever first fully further furthermore hence however ideally immediately in-turn increasingly indeed inevitably
    instead jointly just largely later likewise logically long mainly meanwhile merely moreover moreover mostly
    naturally necessarily never nevertheless next nonetheless not now obviously of-course often once only otherwise particularly
    perhaps preferably presumably primarily probably promptly properly quickly quietly quite rather really
    respectively similarly simply simultaneously soon still strongly surely swiftly then thereby therefore thus today
    too truly ultimately undoubtedly urgently usually very well yet seriously"""
)

FINITE_AUXILIARIES = _set(
    """am are be been can cannot can't could did didn't do does doesn't don't had has have is isn't are aren't may
    might shall was wasn't were weren't will won't would has hasn't haven't 's"""
)

DETERMINERS = _set("a an the this that these those its their his her our my your no some any each every such all both")

ACTION_NOUNS = _set(
    """action actions adherence adoption alignment collaboration commitment consultation cooperation co-operation
    coordination co-ordination deterrence dialogue diplomacy effort efforts engagement enforcement follow-through
    follow-up implementation integration investment investments leadership modernisation modernization oversight
    preparation prioritisation prioritization ratification reform reforms regulation response training"""
)
"""Nouns of doing: what is critical, where the sentence says that doing it is."""


def base_of_saying(word: str) -> str | None:
    """The verb of saying that a word is a form of.

    >>> base_of_saying("argues"), base_of_saying("denied"), base_of_saying("table")
    ('argue', 'deny', None)
    """
    if word in _IRREGULAR_SAYING:
        return _IRREGULAR_SAYING[word]
    return base_of(word, SAYING)


def base_of(word: str, among: frozenset[str]) -> str | None:
    """The base form of a regular verb, where it is one of ``among``."""
    if word in among:
        return word
    for suffix, put in _SUFFIXES:
        if word.endswith(suffix) and (stem := word[: -len(suffix)] + put) in among:
            return stem
    if word.endswith(("ed", "ing")):
        stem = word.removesuffix("ed").removesuffix("ing")
        if len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in among:
            return stem[:-1]
    return None


_SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)

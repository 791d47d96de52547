"""General English words by what they do in a sentence; separate because every rule of extraction reads them.

They stand for a part-of-speech tagger: no rule needs more than whether a word may be a verb of action, of saying, of
knowing or of change, and what it can stand beside. No name and no term of one field belongs here.
"""


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


ACTION_VERBS = word_set(
    """abandon abide abolish accede accelerate accept accommodate accompany accord account achieve acknowledge acquire
    adapt add address adhere adjust administer admit adopt advance advise advocate affirm agree aim align allocate
    allow amend amplify analyse analyze announce anticipate apologise apologize apply appoint appropriate approve
    arm arrange articulate ask assemble assert assess assign assist assume assure attach attend attract authorise
    authorize avoid await back balance ban bar base begin block bolster boost break bridge bring broaden budget
    build buy bypass calibrate call cap capitalise capitalize care carry cease cement centralise centralize
    challenge change channel check choose circulate clarify clear close co-operate co-ordinate codify collaborate
    collect combat combine commence commission commit communicate compel compensate compete compile complement
    complete comply concentrate conclude condemn condition conduct confirm confront connect conserve consider
    consolidate consult continue contribute control convene convert convince cooperate coordinate correct counter
    counteract cover craft create criminalise criminalize cross cultivate curb curtail cut de-escalate deal debate
    decide declare decouple decrease dedicate deepen defend defer define delay delegate deliver demand demonstrate
    deny depart deploy depoliticise deprioritise deprioritize derive design designate detail detect deter determine
    develop devise devote diminish direct disaggregate disburse discontinue discourage discuss dismantle dispatch
    disseminate distinguish distribute diversify divert document double draft draw drive drop earmark ease educate
    elaborate elevate eliminate embark embed embrace emphasise emphasize employ empower enable enact encourage end
    endorse enforce engage enhance enlarge enlist enrich enshrine ensure enter entrench entrust equip eradicate
    escalate establish evaluate examine exchange exclude exempt exercise exert expand expedite explain exploit
    explore expose express extend facilitate favor favour feed fight fill finalise finalize finance find finish fix
    focus follow forbid force forge form formalise formalize formulate foster free freeze fulfil fulfill fund
    further gather generate give go grant grasp grow guarantee guard guide halt harden harmonise harmonize harness
    hasten have head hedge heighten help highlight hire hold honor honour host house identify implement impose
    improve incentivise incentivize include incorporate increase induce inform initiate inject innovate insert
    insist inspect inspire install instil instill institute institutionalise institutionalize insulate insure
    integrate intensify interpret introduce invest investigate invite involve iron issue jettison join judge
    jump-start keep kick-start label launch lay lead learn leave legislate lend let level leverage liberalise
    liberalize lift limit link list listen localise localize lock look loosen lower maintain make manage mandate map
    match maximise maximize measure mediate meet merge minimise minimize mirror mitigate mobilise mobilize model
    modernise modernize modify monitor move multiply name narrow negotiate nominate normalise normalize notify nudge
    nurture observe obtain offer offset open operationalise operationalize oppose optimise optimize order organise
    organize outlaw outline outpace overcome overhaul oversee own pair participate partner pass patrol pause pave
    pay perform permit persuade phase pick pilot pivot place plan plant play pledge plug pool position post postpone
    power practice practise pre-empt preclude preempt prepare preposition preserve press pressure prevent prioritise
    prioritize privatise privatize proceed process procure produce professionalise professionalize prohibit project
    promote promulgate propose prosecute protect prove provide publicise publicize publish pull punish purchase
    pursue push put quantify raise rally ramp rank rate ratify rationalise rationalize re-engage re-establish
    re-evaluate re-examine reach react reaffirm realign reallocate reappraise reassess reassure rebalance rebrand
    rebuild rebuke recalibrate recognise recognize recommend recommit reconcile reconfigure reconsider reconstitute
    reconstruct record recruit rectify recycle redefine redesign redirect redouble redress reduce reengage refer
    refine refit reflect reform refrain reframe refuel refuse register regulate rehabilitate reimagine reinforce
    reinstate reintegrate reinvest reinvigorate reject relax release relieve relocate rely remain remake remedy
    remind remove renew reopen reorient repair repatriate repay repeal replace replenish replicate report reposition
    represent repurpose request require rescind research reserve reshape reshore resist resolve resource respect
    respond restart restore restrain restrict restructure resume retain retaliate rethink retire retool retrain
    return reunify revamp reverse review revise revisit revitalise revitalize revive revoke reward ring-fence rotate
    rule run safeguard sanction satisfy save scale schedule scrap screen scrutinise scrutinize seal search secure
    seek seize select sell send separate serve service set settle shape share shed shift shore shorten show shun
    shut sideline sign signal simplify slow soften solicit solidify solve sort source speak spearhead specify speed
    spell spend split sponsor spread stabilise stabilize staff stage stand standardise standardize start state stay
    steer stem step stick stimulate stipulate stockpile stop store streamline strengthen stress strike strive
    structure study submit subsidise subsidize substitute sue supplement supply support suppress surge survey
    suspend sustain swap switch synchronise synchronize tackle tailor take talk tap target task tax teach tell
    temper terminate test think throw tie tighten tolerate tone toughen trace track trade train transfer transform
    transition translate transmit transport transpose treat trim triple trust try turn undergo underline undermine
    underpin understand undertake underwrite unfreeze unify unite unleash unlock unpack untangle unveil update
    upgrade uphold upskill urge use utilise utilize validate value verify vet veto view visit volunteer vote wait
    waive warn warrant watch weaken weather weigh welcome widen wield win wind withdraw withhold work write"""
)
"""Base forms that may open an imperative."""

NOUNS_TOO = word_set(
    """abandon account address advance advocate aid alert alternate approach appropriate arm ask ban bar block boost
    break bridge budget call challenge change channel charge check claim combat command commission complete compound
    concern conduct conflict contact contract contrast control correct cost counter cover credit cut deal decrease
    defect delay demand desert design digest direct discount display double draft draw drive drop duplicate ease
    effort elaborate end engineer escort estimate exchange exercise experience export extract fall ferment finance
    fire fix focus force forecast form free fund further gain go grant grow guarantee guard guide halt hedge help
    hold honor honour host impact import increase influence interest invite issue join keep launch lay lead leave
    lend let level lift limit link list lock look lower make mandate map market matter measure mediate meet model
    monitor move name narrow need object offer open order outline overhaul partner pass pause pay permit phase pilot
    pivot place plan play pledge plug point pool position post power practice present press pressure process produce
    profile program programme progress project promise purchase push question race raise ramp range rank rate reach
    record reform release repair report request research reserve resource respect rest result return review reward
    rise risk rule sanction save scale screen secure seek sell sense separate service set shape share shift shore
    show sign signal slow speed spend split sponsor spread stage stand standard start state stay stem step stick
    stop stress strike structure study subject supplement supply support surge survey switch target task tax test
    think tie time trace track trade train transfer transition travel treat trigger triple trust try turn update
    upgrade use value view visit volunteer vote warrant waste watch weapon welcome work yield"""
)
"""Base forms that are nouns or adjectives as often: an imperative only before what an object begins with."""

OBJECT_OPENERS = word_set(
    """a all allied an and/or any better both broader clear closer deeper each efforts every existing fewer forces
    further global greater her his how improved increased international its joint less local mandatory more most
    multilateral my national new off on-going ongoing other our out public regional scarce several significant some
    stronger such sustained targeted that the their them these they this those up women's your"""
)

SAYING = word_set(
    """accuse acknowledge add admit advise advocate affirm agree allege announce answer argue ask assert assume assure
    believe caution cite claim comment complain concede conclude confirm consider contend counter decide declare
    demand demonstrate deny disclose emphasise emphasize envision estimate expect explain express fear feel find
    forecast foresee guess hear highlight hint hold hope imagine imply indicate inform insist judge know lament
    maintain mandate mean mention note observe opine perceive pledge point posit postulate predict proclaim profess
    promise propose realise realize reason recall reckon recognise recognize recommend reiterate reject remark
    remind repeat reply report require respond reveal rule say see show signal speculate state stipulate stress
    suggest suppose surmise suspect swear tell testify think threaten underline underscore understand urge vow want
    warn wish wonder worry write"""
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

REPORTED_WITHOUT_THAT = word_set(
    """argue believe claim contend declare demand fear hope insist know recommend say state suggest tell think urge
    want warn"""
)
"""Verbs of saying behind which ``that`` is often left out."""

OWN_VOICE = word_set(
    """analysis article author authors board brief briefing chapter commentary commission committee conclusion
    conclusions document essay group i inquiry lesson lessons memo memorandum panel paper participants piece
    publication recommendation recommendations report roundtable section statement study submission taskforce
    testimony we"""
)
"""Who speaks for the document itself."""

CONVENED = word_set(
    """attendees discussants experts interviewees members panelists panellists participants respondents speakers
    witnesses"""
)

PEOPLE_NOUNS = word_set(
    """administration agencies agency alliance allies ally army authorities bank banks bloc bodies body bureau business
    businesses cabinet capitals citizens civil-society co-chairs coalition coastguard commission committee companies
    company congress corporations council countries country court courts creditors decision-makers decisionmakers
    democracies department departments diplomats director donors embassies embassy embassy's employers everyone
    executive experts firms fleet forces forum funders government governments group guard industry institution
    institutions investors kingdom lawmakers leaders leadership legislators legislature lender lenders manufacturers
    member members military minister ministers ministries ministry mission missions nation nations navies navy
    negotiators ngos office officials operator operators organisation organisations organization organizations
    parliament parliaments parties partners party planners platforms police policy-makers policymakers politicians
    practitioners president prime provider providers regulator regulators republic researchers schools secretariat
    secretary senate service services side sides stakeholders state states strategists supervisor supervisors
    taskforce team they treasury union unions universities we west who you"""
)
"""Who can act: words that head a subject and name people or bodies."""

READER_VERBS = word_set(
    """acknowledge add admit appreciate ask assume be-careful bear beware compare concede conclude discount discuss
    dismiss distinguish doubt emphasise emphasize exaggerate expect forget highlight imagine infer keep mention
    mistake note notice observe overestimate overlook overstate point ponder question realise realize recall
    recognise recognize reflect remember remind repeat say see stress suppose surprise think underestimate underline
    underscore understand wonder"""
)
"""What a writer asks of the reader's mind."""

DOCUMENT_NOUNS = word_set(
    """analysis appendix article box chapter chart data estimates evidence figure figures findings graph graphic map
    note number numbers paper percentages poll quotation reader readers report result results sample section
    statistics survey table text"""
)

CHANGE_VERBS = word_set(
    """add alleviate amount arrive attract boost come cut decline decrease deter diminish ease emerge fall flow grow
    help improve increase last lead lower mean motivate persuade prevent prompt prove reassure rebound recover
    reduce result return rise slow spur stabilise stabilize suffice translate trigger weaken worry yield"""
)
"""What a writer expects to happen, after ``should`` with a subject that cannot act."""

OUTCOME_VERBS = CHANGE_VERBS | word_set(
    """accelerate allow begin bring contribute create deliver enable encourage end expand facilitate free generate give
    go keep leave make offer open permit produce provide raise reach reassure see serve show start support take"""
)
"""The same after a subject that is but a pronoun: with a noun these are what a plan is asked to do."""

"""What a writer expects to happen, after ``should`` with a subject that cannot act."""

PARTICIPLES = word_set(
    """become been begun bought brought built caught come cut dealt done drawn driven fallen felt fought found given
    gone grown had heard held hit kept known learned led left let lost made meant met paid put read risen run said
    seen sent set shown sought spent taken taught thought told understood won written"""
)

ADVERBS = word_set(
    """accordingly actively actually again almost already also altogether always arguably as-well at-least carefully
    certainly clearly collectively consequently constantly continually continuously critically definitely doubtless
    eventually ever first fully further furthermore hence however ideally immediately in-turn increasingly indeed
    inevitably instead jointly just largely later likewise logically long mainly meanwhile merely moreover mostly
    naturally necessarily never nevertheless next nonetheless not now obviously of-course often once only otherwise
    particularly perhaps preferably presumably primarily probably promptly properly quickly quietly quite rather
    really respectively seriously similarly simply simultaneously soon still strongly surely swiftly then thereby
    therefore thus today too truly ultimately undoubtedly urgently usually very well yet"""
)

FINITE_AUXILIARIES = word_set(
    """'s am are aren't be been can can't cannot could did didn't do does doesn't don't had has hasn't have haven't is
    isn't may might shall was wasn't were weren't will won't would"""
)

DETERMINERS = word_set(
    """a all an any both each every her his its my no our some such that the their these this those your"""
)

ACTION_NOUNS = word_set(
    """action actions adherence adoption alignment co-operation co-ordination collaboration commitment consultation
    cooperation coordination deterrence dialogue diplomacy effort efforts enforcement engagement follow-through
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

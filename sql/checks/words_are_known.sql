-- Fails if a column of fixed words holds another word.
--
-- Reports and people filter by these words; one that nobody knows is found by nobody.
with
known as (
    select
        lists.field,
        unnest(string_split(lists.words, ' ')) as word
    from (
        values
        ('sanctions.action', 'impose tighten extend ease lift enforce evade mention'),
        (
            'modality',
            'actual planned considered threatened demanded promised refused hypothetical denied'
        ),
        ('sanctions_parties.role', 'sender target'),
        ('event_parties.role', 'actor recipient'),
        ('measures', 'asset_freeze travel_ban trade arms financial energy transport other'),
        (
            'events.type',
            'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION '
            || 'MOBILIZE COERCE ASSAULT'
        ),
        ('mentions.label', 'PERSON ORG GPE LOC NORP FAC EVENT LAW PRODUCT WORK_OF_ART'),
        ('mentions.sense', 'literal government'),
        ('dates.type', 'DATE TIME DURATION SET'),
        ('precision', 'day week month quarter half year decade other'),
        ('published_method', 'given front_matter feed meta jsonld url filename dateline none'),
        ('marks.kind', 'dateline correction boilerplate'),
        ('extraction_status', 'extracted skipped_language failed'),
        ('runs.status', 'running done failed died')
    ) as lists (field, words)
),

measured as (
    select
        statement_id,
        unnest(measures) as measure
    from sanctions
),

used as (
    select
        'sanctions.action' as field,
        action as word,
        min(statement_id) as example
    from sanctions
    group by action
    union all
    select
        'modality' as field,
        modality as word,
        min(statement_id) as example
    from sanctions
    group by modality
    union all
    select
        'modality' as field,
        modality as word,
        min(event_id) as example
    from events
    group by modality
    union all
    select
        'sanctions_parties.role' as field,
        role as word,
        min(statement_id) as example
    from sanctions_parties
    group by role
    union all
    select
        'event_parties.role' as field,
        role as word,
        min(event_id) as example
    from event_parties
    group by role
    union all
    select
        'measures' as field,
        measure as word,
        min(statement_id) as example
    from measured
    group by measure
    union all
    select
        'events.type' as field,
        type as word,
        min(event_id) as example
    from events
    group by type
    union all
    select
        'mentions.label' as field,
        label as word,
        min(article_id) as example
    from mentions
    group by label
    union all
    select
        'mentions.sense' as field,
        sense as word,
        min(article_id) as example
    from mentions
    group by sense
    union all
    select
        'dates.type' as field,
        type as word,
        min(article_id) as example
    from dates
    group by type
    union all
    select
        'precision' as field,
        precision as word,
        min(article_id) as example
    from dates
    group by precision
    union all
    select
        'precision' as field,
        precision as word,
        min(event_id) as example
    from events
    group by precision
    union all
    select
        'published_method' as field,
        published_method as word,
        min(article_id) as example
    from articles
    group by published_method
    union all
    select
        'marks.kind' as field,
        kind as word,
        min(article_id) as example
    from marks
    group by kind
    union all
    select
        'extraction_status' as field,
        extraction_status as word,
        min(article_id) as example
    from articles
    group by extraction_status
    union all
    select
        'runs.status' as field,
        status as word,
        min(run_id) as example
    from runs
    group by status
)

select
    u.field,
    u.word,
    u.example
from used as u
anti join known as k on u.field = k.field and u.word = k.word
where u.word is not null
order by u.field, u.word

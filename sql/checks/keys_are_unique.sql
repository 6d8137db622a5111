-- Fails if two rows of a table bear the same key.
--
-- The tables have no primary keys: an index costs half the load speed (measured), and this check finds the same fault.
-- Keys are grouped by their hashes first, and written out only for rows whose hash comes twice: at a million articles
-- with ten mentions each, grouping the texts needed more than the writer's 800 MB (2026-11).
with
keys as not materialized (
    select
        'runs' as found_in,
        run_id as key_id,
        '' as key_rest
    from runs
    union all
    select
        'inputs' as found_in,
        run_id as key_id,
        uri as key_rest
    from inputs
    union all
    select
        'articles' as found_in,
        article_id as key_id,
        content_hash as key_rest
    from articles
    union all
    select
        'story_texts' as found_in,
        story_key as key_id,
        '' as key_rest
    from story_texts
    union all
    select
        'entities' as found_in,
        entity_id as key_id,
        '' as key_rest
    from entities
    union all
    select
        'article_entities' as found_in,
        article_id as key_id,
        entity_id as key_rest
    from article_entities
    union all
    -- A reference to two parties ("the two countries") is two mentions of one span.
    select
        'mentions' as found_in,
        article_id as key_id,
        start || ' ' || "end" || ' ' || coalesce(entity_id, '') as key_rest
    from mentions
    union all
    select
        'sanctions' as found_in,
        statement_id as key_id,
        '' as key_rest
    from sanctions
    union all
    select
        'sanctions_parties' as found_in,
        statement_id as key_id,
        role || ' ' || code as key_rest
    from sanctions_parties
    union all
    select
        'statement_sources' as found_in,
        statement_id as key_id,
        cast(position as text) as key_rest
    from statement_sources
    union all
    select
        'events' as found_in,
        event_id as key_id,
        '' as key_rest
    from events
    union all
    select
        'event_sources' as found_in,
        event_id as key_id,
        cast(position as text) as key_rest
    from event_sources
    union all
    select
        'event_cluster_members' as found_in,
        event_id as key_id,
        '' as key_rest
    from event_cluster_members
),

span_keys as not materialized (
    select
        'sentences' as found_in,
        article_id,
        start,
        0 as last
    from sentences
    union all
    select
        'dates' as found_in,
        article_id,
        start,
        0 as last
    from dates
    union all
    select
        'quotes' as found_in,
        article_id,
        start,
        "end" as last
    from quotes
    union all
    select
        'marks' as found_in,
        article_id,
        start,
        0 as last
    from marks
),

hashed_twice as (
    select hash(found_in, key_id, key_rest) as key_hash
    from keys
    group by key_hash
    having count(*) > 1
),

hashed_spans_twice as (
    select hash(found_in, article_id, start, last) as key_hash
    from span_keys
    group by key_hash
    having count(*) > 1
),

twice as (
    select
        found_in,
        key_id,
        key_rest,
        count(*) as row_count
    from keys
    where hash(found_in, key_id, key_rest) in (select hashed_twice.key_hash from hashed_twice)
    group by found_in, key_id, key_rest
    having count(*) > 1
    union all
    select
        found_in,
        article_id as key_id,
        cast(start as text) as key_rest,
        count(*) as row_count
    from span_keys
    where hash(found_in, article_id, start, last) in (select hashed_spans_twice.key_hash from hashed_spans_twice)
    group by found_in, article_id, start, last
    having count(*) > 1
)

select
    found_in,
    key_id,
    key_rest,
    row_count
from twice
order by found_in, key_id, key_rest

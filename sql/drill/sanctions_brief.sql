-- title:   Statements behind what is new on sanctions
-- grain:   one row per statement of a happening that the report tells, newest first; the newest of every happening
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          top int = 100 (happenings); per_key int = 20 (statements of a happening)
-- columns: statement_id key of the statement that the report quotes;
--          statement_count true: every row is a statement;
--          sanctions_article_count whether it is the first of its article;
--          sanctions_story_count whether it is the first of its story;
--          source_count whether it is the first of its source;
--          action impose tighten extend ease lift enforce evade or mention;
--          modality what the text claims about the action;
--          parties senders and targets;
--          thing_id key of the statement;
--          published_date publication day;
--          source name of the source;
--          title headline of the article;
--          url address of the article;
--          sentence the sentence as it stands in the text;
--          evidence_start first character of the evidence in the sentence;
--          evidence_end character after the evidence in the sentence
with
clusters as (
    select
        event_id,
        cluster_id
    from event_cluster_members
),

asked_statements as (
    select * from sanctions_of($profile)
    where
        action != 'mention'
        and ($source::varchar is null or source = $source)
        and (published_date is null or published_date < $until)
),

-- As in the report.
statements as (
    select
        asked.statement_id,
        asked.article_id,
        asked.story_id,
        asked.source,
        asked.action,
        asked.modality,
        asked.start,
        asked.published_date,
        coalesce(
            clusters.cluster_id,
            concat_ws(
                '|', asked.story_id, asked.action, asked.modality,
                coalesce(array_to_string(asked.senders, ', '), ''), coalesce(array_to_string(asked.targets, ', '), '')
            )
        ) as happening,
        coalesce(asked.confidence, 0) as confidence
    from asked_statements as asked
    left join clusters on asked.event_id = clusters.event_id
),

first_days as (
    select
        happening,
        coalesce(min(published_date), '0001-01-01'::date) as first_date
    from statements
    group by happening
    having min(published_date) is null or min(published_date) >= $since
),

newest_days as (
    select first_date
    from first_days
    order by first_date desc
    limit $top
),

-- What is dear, distinct articles and the best statement, is found for those of the last days alone.
newest_statements as (
    select
        statements.*,
        first_days.first_date,
        (
            1 - statements.confidence, coalesce(statements.published_date, '9999-12-31'::date), statements.statement_id
        ) as quality
    from statements
    inner join first_days on statements.happening = first_days.happening
    where first_days.first_date >= (select min(newest_days.first_date) from newest_days)
),

happenings as (
    select
        happening,
        arg_min(statement_id, quality) as statement_id
    from newest_statements
    group by happening
    order by
        any_value(first_date) desc,
        count(distinct article_id) desc,
        arg_min(statement_id, quality)
    limit $top
),

placed_statements as (
    select
        statements.*,
        happenings.statement_id as key_id,
        row_number() over (
            partition by happenings.happening
            order by
                statements.published_date desc nulls last, statements.article_id, statements.start,
                statements.statement_id
        ) as place
    from newest_statements as statements
    inner join happenings on statements.happening = happenings.happening
),

kept_statements as (
    select *
    from placed_statements
    where place <= $per_key
)

select
    k.key_id as statement_id,
    true as statement_count,
    row_number() over (partition by k.key_id, k.article_id order by k.place) = 1 as sanctions_article_count,
    row_number() over (partition by k.key_id, k.story_id order by k.place) = 1 as sanctions_story_count,
    row_number() over (partition by k.key_id, k.source order by k.place) = 1 as source_count,
    k.action,
    k.modality,
    concat_ws(' → ', coalesce(s.senders.array_to_string(', '), '?'), coalesce(s.targets.array_to_string(', '), '?'))
        as parties,
    k.statement_id as thing_id,
    k.published_date,
    a.source,
    a.title,
    a.url,
    s.sentence,
    s.start - s.sentence_start as evidence_start,
    s."end" - s.sentence_start as evidence_end
from kept_statements as k
inner join sanctions as s on k.statement_id = s.statement_id
inner join articles as a on k.article_id = a.article_id and a.is_current
order by k.published_date desc nulls last, k.article_id, k.start, k.statement_id

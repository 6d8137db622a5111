-- title:   Statements behind the sanctions mentions
-- grain:   one row per statement, newest first; the newest of every period
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          profile profile = null; per_key int = 20 (of a period); top int = 1500 (in all)
-- columns: period_date first day of the period;
--          statement_count true: every row is a statement;
--          actual_count whether it has happened or is happening;
--          sanctions_article_count whether it is the first of its article;
--          sanctions_story_count whether it is the first of its story;
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
statements as (
    select
        statement_id,
        published_date,
        date_trunc($grain, published_date)::date as period_date
    from sanctions_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

-- Of every period the newest first, so that the oldest bar has sentences as well.
newest_statements as (
    select
        period_date,
        max_by(statement_id, newest_first(published_date, statement_id), $per_key) as statement_ids
    from statements
    group by period_date
),

kept_statements as (
    select
        period_date,
        unnest(statement_ids) as statement_id,
        generate_subscripts(statement_ids, 1) as place
    from newest_statements
    order by place, period_date
    limit $top
)

select
    k.period_date,
    true as statement_count,
    coalesce(s.modality = 'actual', false) as actual_count,
    row_number() over (partition by k.period_date, a.article_id order by k.place) = 1 as sanctions_article_count,
    row_number() over (partition by k.period_date, a.story_id order by k.place) = 1 as sanctions_story_count,
    s.action,
    s.modality,
    concat_ws(' → ', coalesce(s.senders.array_to_string(', '), '?'), coalesce(s.targets.array_to_string(', '), '?'))
        as parties,
    k.statement_id as thing_id,
    a.published_date,
    a.source,
    a.title,
    a.url,
    s.sentence,
    s.start - s.sentence_start as evidence_start,
    s."end" - s.sentence_start as evidence_end
from kept_statements as k
inner join sanctions as s on k.statement_id = s.statement_id
inner join articles as a on s.article_id = a.article_id and a.is_current
order by a.published_date desc nulls last, s.article_id, s.start, s.statement_id, k.period_date

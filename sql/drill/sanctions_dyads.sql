-- title:   Statements behind who sanctions whom
-- grain:   one row per statement and pair of sender and target, newest first; the newest of every pair
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          per_key int = 20 (of a pair); top int = 1500 (in all)
-- columns: sender code of who imposes or would, null where the text does not tell;
--          target code of against whom, null where the text does not tell;
--          statement_count true when the article is dated;
--          actual_count true when dated, and it has happened or is happening;
--          sanctions_article_count whether it is the first of its article;
--          sanctions_story_count whether it is the first of its story;
--          undated_statement_count true when the article is undated;
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
asked_statements as (
    select
        statement_id,
        published_date,
        targets,
        unnest(coalesce(senders, [null])) as sender
    from sanctions_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
        and (senders is not null or targets is not null)
),

statements as (
    select
        statement_id,
        published_date,
        sender,
        unnest(coalesce(targets, [null])) as target
    from asked_statements
),

-- Of every pair the newest first; where there are too many pairs, of the largest.
newest_statements as (
    select
        sender,
        target,
        count(*) as pair_count,
        max_by(statement_id, newest_first(published_date, statement_id), $per_key) as statement_ids
    from statements
    group by sender, target
),

kept_statements as (
    select
        sender,
        target,
        pair_count,
        unnest(statement_ids) as statement_id,
        generate_subscripts(statement_ids, 1) as place
    from newest_statements
    order by place, pair_count desc, sender, target
    limit $top
)

select
    k.sender,
    k.target,
    a.published_date is not null as statement_count,
    a.published_date is not null and coalesce(s.modality = 'actual', false) as actual_count,
    a.published_date is not null
    and row_number() over (partition by k.sender, k.target, a.article_id order by k.place) = 1
        as sanctions_article_count,
    a.published_date is not null
    and row_number() over (partition by k.sender, k.target, a.story_id order by k.place) = 1
        as sanctions_story_count,
    a.published_date is null as undated_statement_count,
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
order by a.published_date desc nulls last, s.article_id, s.start, s.statement_id, k.sender, k.target

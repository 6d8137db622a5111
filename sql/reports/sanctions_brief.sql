-- title:   What is new on sanctions
-- grain:   one row per happening first reported in the window, the $top newest, undated ones last; a happening is what
--          statements say of one event, within and across articles (event_clusters), or, where a statement belongs to
--          none, the statements of one story with the same action, modality, senders and targets; one that was reported
--          before the window is not new; mere mentions are left out
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          top int = 100 (at least 1)
-- columns: statement_id key of the statement that is quoted;
--          first_date publication day of the first report, null where no report is dated;
--          action impose tighten extend ease lift enforce or evade;
--          modality what the text claims about the action;
--          sender codes of those who impose or would, comma-separated;
--          target codes of those against whom, comma-separated;
--          sentence the sentence of the surest statement, of equals the earliest;
--          evidence_start first character of the evidence in the sentence;
--          evidence_end character after the evidence in the sentence;
--          told_by who says so: the chain of its sources, innermost first;
--          source outlet of that sentence;
--          title headline of its article;
--          url address of its article;
--          statement_count statements about the happening until the end of the window;
--          sanctions_article_count articles that make them;
--          sanctions_story_count distinct stories among them, wire copies counted once;
--          source_count sources of them;
--          last_date publication day of the latest of them
with
all_statements as not materialized (
    select * from sanctions_of($profile)
),

asked_statements as (
    select
        statement_id,
        event_id,
        published_date,
        hash(story_id, action, modality, senders, targets) as happening
    from all_statements
    where
        action != 'mention'
        and ($source::varchar is null or source = $source)
        and (published_date is null or published_date < $until)
),

clusters as (
    select
        event_id,
        hash(cluster_id) as happening
    from event_cluster_members
),

-- A hash stands for what makes a happening: as texts, a million statements took three times as long.
statements as (
    select
        asked_statements.statement_id,
        asked_statements.published_date,
        coalesce(clusters.happening, asked_statements.happening) as happening
    from asked_statements
    left join clusters on asked_statements.event_id = clusters.event_id
),

new_happenings as (
    select
        happening,
        min(published_date) as first_date
    from statements
    group by happening
    having min(published_date) is null or min(published_date) >= $since
),

-- All of the last day's: which of them are shown is decided when their articles are counted.
newest_happenings as (
    select happening
    from new_happenings
    qualify rank() over (order by first_date desc nulls last) <= $top
),

told_statements as (
    select
        statements.happening,
        s.statement_id,
        s.article_id,
        s.story_id,
        s.source,
        s.published_date,
        row_number() over (
            partition by statements.happening
            order by coalesce(s.confidence, 0) desc, s.published_date nulls last, s.statement_id
        ) as place
    from statements
    inner join newest_happenings on statements.happening = newest_happenings.happening
    inner join all_statements as s on statements.statement_id = s.statement_id
),

happenings as (
    select
        arg_min(statement_id, place) as statement_id,
        arg_min(article_id, place) as article_id,
        min(published_date) as first_date,
        max(published_date) as last_date,
        count(*) as statement_count,
        count(distinct article_id) as sanctions_article_count,
        count(distinct story_id) as sanctions_story_count,
        count(distinct source) as source_count
    from told_statements
    group by happening
    order by first_date desc nulls last, sanctions_article_count desc, statement_id
    limit $top
),

chains as (
    select
        statement_id,
        string_agg(
            case
                when kind = 'anonymous' and not starts_with(lower(name), 'anonymous') then 'anonymous: ' || name
                else coalesce(name, kind)
            end, ' → ' order by position
        ) as told_by
    from statement_sources
    where statement_id in (select happenings.statement_id from happenings)
    group by statement_id
)

select
    happenings.statement_id,
    happenings.first_date,
    s.action,
    s.modality,
    array_to_string(s.senders, ', ') as sender,
    array_to_string(s.targets, ', ') as target,
    s.sentence,
    s.start - s.sentence_start as evidence_start,
    s."end" - s.sentence_start as evidence_end,
    chains.told_by,
    articles.source,
    articles.title,
    articles.url,
    happenings.statement_count,
    happenings.sanctions_article_count,
    happenings.sanctions_story_count,
    happenings.source_count,
    happenings.last_date
from happenings
inner join sanctions as s on happenings.statement_id = s.statement_id
inner join articles on happenings.article_id = articles.article_id and articles.is_current
left join chains on happenings.statement_id = chains.statement_id
order by
    happenings.first_date desc nulls last, happenings.sanctions_article_count desc, happenings.statement_id

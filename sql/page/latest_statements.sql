-- title:   The latest statements, each with its sentence
-- grain:   one row per sanctions statement, newest first; statements of undated articles last
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null;
--          profile profile = null; top int = 25
-- columns: statement_id key of the statement;
--          published_date publication day, null when unknown;
--          source name of the source;
--          title headline of the article;
--          url address of the article;
--          action impose tighten extend ease lift enforce evade or mention;
--          modality what the text claims about the action;
--          sender codes of those who impose or ease, comma-separated;
--          target codes of those against whom the sanctions are, comma-separated;
--          sentence the sentence as it stands in the text;
--          evidence_start first character of the evidence in the sentence;
--          evidence_end character after the evidence in the sentence
with
statements as (
    select
        statement_id,
        article_id,
        source,
        action,
        modality,
        senders,
        targets,
        sentence,
        start,
        start - sentence_start as evidence_start,
        "end" - sentence_start as evidence_end,
        published_date
    from sanctions_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
    order by published_date desc nulls last, article_id, start, statement_id
    limit $top
)

select
    statements.statement_id,
    statements.published_date,
    statements.source,
    articles.title,
    articles.url,
    statements.action,
    statements.modality,
    array_to_string(statements.senders, ', ') as sender,
    array_to_string(statements.targets, ', ') as target,
    statements.sentence,
    statements.evidence_start,
    statements.evidence_end
from statements
inner join articles on statements.article_id = articles.article_id and articles.is_current
order by statements.published_date desc nulls last, statements.article_id, statements.start, statements.statement_id

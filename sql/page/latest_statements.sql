-- title:   The latest statements, each with its sentence
-- grain:   one row per sanctions statement, newest first; statements of undated articles last
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; top int = 25
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
    select * from sanctions_mentions
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
)

select
    statements.statement_id,
    statements.published_date,
    statements.source,
    statements.title,
    statements.url,
    statements.action,
    statements.modality,
    statements.sender,
    statements.target,
    statements.sentence,
    spans.start - spans.sentence_start as evidence_start,
    spans."end" - spans.sentence_start as evidence_end
from statements
inner join sanctions as spans on statements.statement_id = spans.statement_id
order by statements.published_date desc nulls last, statements.article_id, spans.start, statements.statement_id
limit $top

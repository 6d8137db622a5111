-- title:   Sanctions statement
-- grain:   one row, none when there is no such statement
-- params:  id text = null
-- columns: statement_id key;
--          says action, and what the text claims about it;
--          sender codes of those who impose or ease;
--          target codes of those against whom the sanctions are;
--          sentence the sentence, the evidence between « and »;
--          place characters of the evidence in the text, half-open;
--          rule why it was read so;
--          confidence 0 to 1;
--          article_id article;
--          title headline;
--          source outlet;
--          published_date publication day;
--          url address
select
    s.statement_id,
    concat_ws(', ', s.action, s.modality) as says,
    m.sender,
    m.target,
    concat(
        substring(a.text, s.sentence_start + 1, s.start - s.sentence_start),
        '«', substring(a.text, s.start + 1, s."end" - s.start), '»',
        substring(a.text, s."end" + 1, s.sentence_end - s."end")
    ) as sentence,
    concat(s.start, ' to ', s."end") as place,
    s.rule,
    s.confidence,
    a.article_id,
    a.title,
    a.source,
    a.published_date,
    a.url
from sanctions as s
inner join sanctions_mentions as m on s.statement_id = m.statement_id
inner join articles as a on s.article_id = a.article_id and a.is_current
where s.statement_id = $id

-- Each pair with what a rule says of it. One reason against outweighs all for it: two people under one name cannot be
-- taken apart again in a report, two names of one person can be put together by hand.
create or replace temporary table variant_verdicts as
with
-- How many family names stand with a first name, and the other way round: both are names, not slips.
first_names as (
    select
        first as word,
        count(distinct last) as name_count
    from variant_parties
    where is_person and word_count > 1
    group by first
),

family_names as (
    select
        last as word,
        count(distinct given) as name_count
    from variant_parties
    where is_person and word_count > 1
    group by last
),

-- Middle names by their first letter, beside one first and family name.
middle_names as (
    select
        last,
        given,
        middle[1] as letter,
        sum(article_count) as article_count
    from variant_parties
    where is_person and word_count > 1 and middle != ''
    group by last, given, letter
),

ambiguous as (
    select
        last,
        given
    from middle_names
    group by last, given
    having count(*) > 1 and (sum(article_count) - max(article_count)) * 20 > max(article_count)
),

-- A letter for a name that several bear: J. Smith.
initials as (
    select
        p.entity_id,
        count(distinct b.given) as name_count
    from variant_pairs as p
    inner join variant_parties as b on p.other_id = b.entity_id
    where p.rule = 'initial'
    group by p.entity_id
),

legal_forms as (
    select base
    from variant_parties
    where not is_person and legal != ''
    group by base
    having count(distinct legal) > 1
),

-- Words that several organisations bear: Group Ltd, Telegraph Co.
organisation_words as (
    select
        unnest(list_distinct([first, last])) as word,
        entity_id
    from variant_parties
    where not is_person and word_count > 1
),

common_words as (
    select
        word,
        count(*) as name_count
    from organisation_words
    group by word
    having count(*) > 3
),

facts as (
    select
        e.entity_id,
        e.other_id,
        e.rule,
        e.together_count,
        e.neighbour_count,
        a.name,
        b.name as other_name,
        a.article_count,
        b.article_count as other_count,
        a.word_count,
        a.middle,
        b.middle as other_middle,
        a.legal,
        b.legal as other_legal,
        a.is_person,
        a.first != b.first as is_other_first,
        a.word_count = b.word_count as is_as_long,
        damerau_levenshtein(a.sound, b.sound) as letter_count,
        jaro_winkler_similarity(a.plain, b.plain) as score,
        a.is_listed and b.is_listed as is_listed,
        a.generation != b.generation as is_other_generation,
        len(a.countries) > 0 and len(b.countries) > 0 and not list_has_any(a.countries, b.countries) as is_elsewhere,
        list_sort(list_intersect(a.countries, b.countries))[1] as country,
        array_to_string(a.countries, ' ') || ' and ' || array_to_string(b.countries, ' ') as both_countries,
        coalesce(fa.name_count, 0) > 2 and coalesce(fb.name_count, 0) > 2 and a.given != b.given as has_first_names,
        coalesce(la.name_count, 0) > 1 and coalesce(lb.name_count, 0) > 1 and a.last != b.last as has_family_names,
        coalesce(lb.name_count, 0) as bearer_count,
        coalesce(m.last is not null and (a.middle = '' or b.middle = ''), false) as is_ambiguous,
        coalesce(i.name_count, 0) as initial_count,
        g.base is not null and a.legal != b.legal as has_legal_forms,
        length(a.base) < 4 or n.word is not null or c.word is not null as is_common_word,
        b.article_count >= 3 * a.article_count or a.article_count < 3 as is_rarer,
        b.article_count >= 5 * a.article_count as is_slip,
        not a.is_person and (len(a.countries) > 0) != (len(b.countries) > 0) as is_of_no_country,
        a.is_turned,
        e.role is not null or len(list_intersect(a.countries, b.countries)) > 0 as has_office,
        case
            when e.role is not null then 'both "' || e.role || '"'
            when len(list_intersect(a.countries, b.countries)) > 0
                then 'both hold an office of ' || list_sort(list_intersect(a.countries, b.countries))[1]
            when e.neighbour_count > 1 then e.neighbour_count || ' names beside both, such as ' || e.neighbour
        end as evidence
    from variant_evidence as e
    inner join variant_parties as a on e.entity_id = a.entity_id
    inner join variant_parties as b on e.other_id = b.entity_id
    left join first_names as fa on a.first = fa.word
    left join first_names as fb on b.first = fb.word
    left join family_names as la on a.last = la.word
    left join family_names as lb on b.last = lb.word
    left join ambiguous as m on a.is_person and a.last = m.last and a.given = m.given
    left join initials as i on e.entity_id = i.entity_id
    left join family_names as n on not a.is_person and a.base = n.word
    left join common_words as c on not a.is_person and a.base = c.word
    left join legal_forms as g on not a.is_person and a.base = g.base
),

judged as (
    select
        *,
        case
            when is_listed then 'each is listed under its own name'
            when is_other_generation then 'one is numbered or the son: ' || name || ', ' || other_name
            when is_elsewhere then 'different countries: ' || both_countries
            when rule not in ('spelling', 'transliteration', 'legal form') and together_count > 0
                then 'named side by side in ' || together_count || ' articles'
            when
                middle != '' and other_middle != ''
                and not starts_with(middle, other_middle) and not starts_with(other_middle, middle)
                and rule in ('given name', 'middle name', 'initial')
                then 'different middle names'
            when rule in ('middle name', 'given name') and is_ambiguous then 'several middle names are in use'
            when rule = 'initial' and initial_count > 1 then 'the letter fits several first names'
            when rule in ('vowels', 'first name') and has_first_names then 'two first names that others bear'
            when rule = 'first name' and (name[-1] = 'a') != (other_name[-1] = 'a') then 'a man''s and a woman''s name'
            when rule in ('vowels', 'misspelling') and is_person and has_family_names
                then 'two family names that others bear'
            when rule = 'legal form' and legal != '' and other_legal != '' and legal != other_legal
                then 'different legal forms'
            when rule = 'legal form' and has_legal_forms then 'the name stands with several legal forms'
            when rule = 'legal form' and is_common_word and evidence is null then 'a common word'
            when rule in ('spelling', 'order of words') and is_of_no_country
                then 'one is a country''s, the other nobody''s'
            when rule = 'order of words' and is_turned and country is null then 'no country says whose it is'
            when rule = 'order of words' and not is_turned and not is_as_long then 'a word more or less'
            when rule in ('misspelling', 'first name') and not is_rarer then 'both spellings are common'
            when rule = 'vowels' and letter_count > 1 then 'too far apart'
            when is_person and rule in ('vowels', 'misspelling', 'first name') and not (has_office or is_slip)
                then 'too rare to be called a slip of the other'
            when rule = 'transliteration' and evidence is null and bearer_count > 3 then 'nothing else connects them'
            when rule = 'transliteration' and word_count = 1 and evidence is null then 'a family name alone'
            when
                rule = 'middle name' and evidence is null
                and (bearer_count > 5 or greatest(length(middle), length(other_middle)) > 1)
                then 'nothing else connects them'
            when rule = 'given name' and evidence is null and bearer_count > 2 then 'nothing else connects them'
            when
                rule in ('vowels', 'order of names', 'initial', 'misspelling', 'first name') and evidence is null
                then 'nothing else connects them'
        end as objection,
        case rule
            when 'spelling' then 'the same letters'
            when 'transliteration' then 'letters that stand for the same sounds'
            when 'given name' then 'forms of one first name'
            when 'middle name' then 'a middle name more or less'
            when 'vowels' then 'the same consonants'
            when 'order of names' then 'the same names in another order'
            when 'initial' then 'a letter for the first name'
            when 'misspelling' then 'one letter apart'
            when 'first name' then 'one letter apart'
            when 'legal form' then 'the same name with another legal form'
            else 'the same words in another order'
        end as likeness
    from facts
)

select
    entity_id,
    other_id,
    score,
    rule,
    objection is null as is_accepted,
    coalesce(objection, concat_ws('; ', likeness, evidence)) as reason
from judged

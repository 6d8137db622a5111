-- Wilson, Journal of the American Statistical Association 22 (1927), 209; 1.96 is the normal deviate of 95 %.
create or replace macro wilson_low(hit_count, total_count) as
case
    when total_count > 0
        then round(
            greatest(
                (
                    hit_count + 1.96 * 1.96 / 2
                    - 1.96 * sqrt(hit_count * (1.0 - hit_count / total_count) + 1.96 * 1.96 / 4)
                ) / (total_count + 1.96 * 1.96),
                0
            ), 6
        )
end;

comment on macro wilson_low is  -- noqa: PRS
'Lower end of Wilson''s 95 % interval of a share: hits of a total, taken for independent; null where there are none.';

-- Question: what a report says of last year, a change (同比下降18.5%) or the figure itself, against what last year's report
-- said?
-- One row for each statement: `claim` change where a report states how much a figure moved, restated where it gives last
-- year's figure anew. A change belongs to the figure that stands before it in the same sentence. Both quotes are given.
-- `computed` is what the two stored figures make: percent for %, points for 百分点, the difference for counts, last year's
-- stored value for a restated figure. A rate with a change in % may mean percent or points: the nearer one is computed.
-- `agrees` allows for the rounding that the text shows; it is null where there is no stored figure of last year, a figure
-- is not exact, or the indicator's caliber changed between the two years (view caliber_break).
-- Caveats: 前8个月 against a whole year is not compared; a disagreement may be a revision with good reason.
CREATE OR REPLACE VIEW year_on_year AS
WITH change AS NOT MATERIALIZED (
    SELECT fact_id, report_id, region_code, year, value, unit, quote, sentence, qualifier, seq
    FROM fact_indicator ANTI JOIN sample_aside USING (report_id)
    WHERE kind = 'change' AND judged IS DISTINCT FROM 'rejected'
), based AS NOT MATERIALIZED (
    SELECT fact_indicator.report_id, fact_indicator.region_code, fact_indicator.year, sentence, seq,
           {'indicator_id': indicator_id, 'value': value, 'quote': quote, 'kind': kind,
            'is_whole': qualifier = 'exact' AND datediff('day', period_start, period_end) >= 364} AS base
    FROM fact_indicator
    WHERE kind IN ('level', 'rate') AND indicator_id IS NOT NULL AND judged IS DISTINCT FROM 'rejected'
), moved AS NOT MATERIALIZED (
    -- The figure before the change in its sentence: 败诉率19.64%，同比下降18.5%. By the region and the year too, so that who asks for
    -- one has only its figures looked through; reports of no known region or year after that.
    SELECT change.* EXCLUDE (seq), arg_max(based.base, based.seq) AS base
    FROM change
    JOIN based
      ON based.report_id = change.report_id AND based.sentence = change.sentence AND based.region_code = change.region_code
     AND based.year = change.year
    WHERE based.seq < change.seq
    GROUP BY ALL
    UNION ALL
    SELECT change.* EXCLUDE (seq), arg_max(based.base, based.seq)
    FROM change
    JOIN based
      ON based.report_id = change.report_id AND based.sentence = change.sentence AND based.region_code = change.region_code
    WHERE based.seq < change.seq AND change.year IS NULL AND based.year IS NULL
    GROUP BY ALL
    UNION ALL
    SELECT change.* EXCLUDE (seq), arg_max(based.base, based.seq)
    FROM change JOIN based ON based.report_id = change.report_id AND based.sentence = change.sentence
    WHERE based.seq < change.seq AND change.region_code IS NULL AND based.region_code IS NULL
    GROUP BY ALL
), claims AS NOT MATERIALIZED (
    SELECT
        'change' AS claim, report_id, region_code, year, base.indicator_id AS indicator_id,
        fact_id, value AS stated, unit, quote, sentence, qualifier,
        base.value AS this_value, base.quote AS this_quote, base.kind AS base_kind,
        base.is_whole AS base_is_whole
    FROM moved
    UNION ALL
    SELECT
        'restated', report_id, region_code, year, indicator_id, fact_id, value, unit, quote, sentence, qualifier,
        NULL, NULL, kind, true
    FROM fact_indicator ANTI JOIN sample_aside USING (report_id)
    WHERE kind IN ('level', 'rate') AND indicator_id IS NOT NULL AND check_status IS DISTINCT FROM 'garbled'
      AND period_start = make_date(year - 1, 1, 1) AND period_end = make_date(year - 1, 12, 31)
), stored AS NOT MATERIALIZED (
    SELECT
        -- (as the year after it, so that who asks for one year has only the one before it looked through)
        region_code, indicator_id, year + 1 AS next_year,
        {'value': value, 'quote': quote, 'report_id': report_id, 'fact_id': fact_id,
         'is_whole': qualifier = 'exact' AND coalesce(datediff('day', period_start, period_end) >= 364, true)} AS last
    FROM indicator_chosen
), compared AS NOT MATERIALIZED (
    SELECT
        claims.*,
        stored.last.value AS last_value,
        stored.last.quote AS last_quote,
        stored.last.report_id AS last_report_id,
        stored.last.fact_id AS last_fact_id,
        stored.last.is_whole AS last_is_whole,
        caliber_break.indicator_id IS NOT NULL AS caliber_broken,
        0.5 * pow(10, -length(regexp_extract(claims.quote, '[.．](\d+)', 1))) AS rounding,
        CASE
            WHEN claims.claim = 'restated' THEN stored.last.value
            WHEN claims.unit IN ('%', '‰') AND claims.base_kind = 'rate'
                 AND abs(claims.this_value - stored.last.value - claims.stated)
                     < abs(100 * (claims.this_value - stored.last.value) / nullif(stored.last.value, 0) - claims.stated)
            THEN claims.this_value - stored.last.value
            WHEN claims.unit IN ('%', '‰')
            THEN 100 * (claims.this_value - stored.last.value) / nullif(stored.last.value, 0)
            ELSE claims.this_value - stored.last.value
        END AS computed
    FROM claims
    LEFT JOIN stored
      ON stored.region_code = claims.region_code AND stored.indicator_id = claims.indicator_id
     AND stored.next_year = claims.year
    LEFT JOIN (SELECT DISTINCT indicator_id, after_year FROM caliber_break) AS caliber_break
      ON caliber_break.indicator_id = claims.indicator_id AND caliber_break.after_year = claims.year
     AND claims.claim = 'change'
)
SELECT
    claim,
    region_code,
    indicator_id,
    year,
    stated,
    unit,
    round(computed, 4) AS computed,
    round(stated - computed, 4) AS difference,
    CASE
        WHEN qualifier = 'exact' AND base_is_whole AND last_is_whole AND NOT caliber_broken AND computed IS NOT NULL
        THEN abs(stated - computed)
             <= CASE WHEN claim = 'change' AND unit IN ('%', '‰', '百分点') THEN rounding ELSE 0 END + 1e-9
    END AS agrees,
    caliber_broken,
    quote,
    sentence,
    this_value,
    this_quote,
    last_value,
    last_quote,
    report_id,
    fact_id,
    last_report_id,
    last_fact_id
FROM compared;
COMMENT ON VIEW year_on_year IS '与上年核对：报告所述的同比变化或重述的上年数，与上年报告中的数相比，两处原文并列';
COMMENT ON COLUMN year_on_year.claim IS '所述为何：change 同比变化，restated 重述上年数';
COMMENT ON COLUMN year_on_year.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN year_on_year.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN year_on_year.year IS '作此陈述的报告所述年份（公历年）';
COMMENT ON COLUMN year_on_year.stated IS '所述数值：变化量（带正负号）或重述的上年数，单位见 unit 列';
COMMENT ON COLUMN year_on_year.unit IS '所述数值的单位：%、百分点、件等';
COMMENT ON COLUMN year_on_year.computed IS '由库中两年的数算得的数值，单位同 unit';
COMMENT ON COLUMN year_on_year.difference IS '所述减所算，单位同 unit';
COMMENT ON COLUMN year_on_year.agrees IS '是否相符（容许舍入）；缺上年数、非确数、非全年或口径有变时为空';
COMMENT ON COLUMN year_on_year.caliber_broken IS '两年之间是否有口径断点，见 caliber_break';
COMMENT ON COLUMN year_on_year.quote IS '所述数字，照原文';
COMMENT ON COLUMN year_on_year.sentence IS '所述数字所在的句子，照原文';
COMMENT ON COLUMN year_on_year.this_value IS '变化所依的本年数值；重述上年数时为空';
COMMENT ON COLUMN year_on_year.this_quote IS '变化所依的本年数字，照原文';
COMMENT ON COLUMN year_on_year.last_value IS '上年报告中的数值，同 indicator_series';
COMMENT ON COLUMN year_on_year.last_quote IS '上年报告中的数字，照原文';
COMMENT ON COLUMN year_on_year.report_id IS '作此陈述的报告，见 report 表';
COMMENT ON COLUMN year_on_year.fact_id IS '所述数字的事实编号，见 fact_indicator';
COMMENT ON COLUMN year_on_year.last_report_id IS '上年的报告，见 report 表';
COMMENT ON COLUMN year_on_year.last_fact_id IS '上年数字的事实编号，见 fact_indicator';

-- Question: where did each named figure go, and where it stands in no series, why not?
-- One row for each figure with an indicator, none left out. `standing`:
--   chosen      the value of its region, indicator and year in indicator_series
--   beside      another figure of the same name and year was chosen: see indicator_candidate
--   restated    a later report's word on a former year: chosen in indicator_restated, and there in indicator_series
--   restated_beside   the same report says another figure of the same name and year, which was chosen
--   span        covers several years: in indicator_span
--   sample      of a sample report, which stands aside (see sample_aside)
--   other_body, no_region, no_year, rejected, garbled, no_value, change, rank, ahead   in no series: see indicator_figure
-- Caveats: `series` names the view to look in; where it is null, `why_not` says in words what keeps the figure out.
CREATE OR REPLACE VIEW figure_standing AS
WITH stood AS (
    SELECT
        figure.*,
        CASE
            WHEN aside.report_id IS NOT NULL THEN 'sample'
            WHEN figure.place = 'own_year' THEN CASE WHEN chosen.fact_id IS NULL THEN 'beside' ELSE 'chosen' END
            WHEN figure.place = 'other_year' THEN CASE WHEN restated.fact_id IS NULL THEN 'restated_beside' ELSE 'restated' END
            ELSE figure.place
        END AS standing
    FROM indicator_figure AS figure
    LEFT JOIN sample_aside AS aside ON aside.report_id = figure.report_id
    -- By the region too, so that who asks for one has only its figures looked through.
    LEFT JOIN (SELECT fact_id, region_code FROM indicator_chosen) AS chosen
      ON chosen.fact_id = figure.fact_id AND chosen.region_code = figure.region_code
    LEFT JOIN (SELECT fact_id, region_code FROM indicator_restated) AS restated
      ON restated.fact_id = figure.fact_id AND restated.region_code = figure.region_code
)
SELECT
    fact_id,
    report_id,
    region_code,
    indicator_id,
    report_year,
    first_year,
    year AS last_year,
    standing,
    CASE standing
        WHEN 'chosen' THEN 'indicator_series'
        WHEN 'beside' THEN 'indicator_candidate'
        WHEN 'restated' THEN 'indicator_restated'
        WHEN 'span' THEN 'indicator_span'
    END AS series,
    CASE standing
        WHEN 'beside' THEN '同一报告年份另有更宜取用的同名数字'
        WHEN 'restated_beside' THEN '同一报告说同一往年另有更宜取用的同名数字'
        WHEN 'span' THEN '涵盖多个年份，不属于其中任何一年'
        WHEN 'sample' THEN '出自示例网页，库中已有别的报告，示例不计'
        WHEN 'other_body' THEN '报告不是本级政府的（部门、乡镇、开发区），或层级不明'
        WHEN 'no_region' THEN '报告所属地区不明'
        WHEN 'no_year' THEN '报告所述年份不明'
        WHEN 'rejected' THEN '经人判断，不是这样的数字'
        WHEN 'garbled' THEN '原文缺字，真数已不可知'
        WHEN 'no_value' THEN '没有数值'
        WHEN 'change' THEN '说的是增减幅度，不是数值本身；与上年的核对见 year_on_year'
        WHEN 'rank' THEN '说的是位次，不是数值本身'
        WHEN 'ahead' THEN '说的是报告年份之后的事：计划，或尚未届满的时期'
    END AS why_not,
    value,
    unit,
    kind,
    qualifier,
    quote,
    sentence
FROM stood;
COMMENT ON VIEW figure_standing IS '数字归处：有指标的每个数字一行，在哪个序列里；不在逐年序列里的，缘由何在';
COMMENT ON COLUMN figure_standing.fact_id IS '事实编号，见 fact_indicator';
COMMENT ON COLUMN figure_standing.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN figure_standing.region_code IS '行政区划代码，GB/T 2260 六位数字；报告未载明时为空';
COMMENT ON COLUMN figure_standing.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN figure_standing.report_year IS '报告所述年份（公历年），同 fact_indicator.year';
COMMENT ON COLUMN figure_standing.first_year IS '数字所说时期的首年（公历年）';
COMMENT ON COLUMN figure_standing.last_year IS '数字所说时期的末年（公历年）';
COMMENT ON COLUMN figure_standing.standing IS '归处：chosen 入逐年序列，beside 同名数字中未取者，restated 后来报告所说的往年数，restated_beside 其中未取者，span 跨年，sample 示例；其余各项不入序列，同 indicator_figure.place';
COMMENT ON COLUMN figure_standing.series IS '在哪个视图里查得；不入任何序列时为空';
COMMENT ON COLUMN figure_standing.why_not IS '不入逐年序列的缘由；已入者为空';
COMMENT ON COLUMN figure_standing.value IS '数值，单位见 unit 列';
COMMENT ON COLUMN figure_standing.unit IS '数值的基本单位';
COMMENT ON COLUMN figure_standing.kind IS '数的性质：level 数量，rate 比率，change 变化，rank 位次';
COMMENT ON COLUMN figure_standing.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN figure_standing.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN figure_standing.sentence IS '数字所在的句子，照原文';

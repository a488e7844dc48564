/* Two of the hottest kernels, develop_firms and compete, in C on the records of the compiled model.

   benchmarks/against_c.py writes records.h from the record types: firms_assets(f) is a column of the firms,
   p_trust_gain a parameter. Written as the kernels are, step by step; both sides must leave the same bits.
   The world has no policies, so nothing is paid here by any. */

#include <math.h>
#include <stdint.h>
#include <string.h>
#include "records.h"

#define QUARTERS 4
#define RESOURCES 5
#define MAX_PARTNERS 4
#define NOBODY (-1)
#define NO_MODE 0
#define EXPORT 1
#define CONTRACTUAL 2
#define VENTURE 3
#define NEVER INT32_MIN
#define FORGOTTEN 0.02
#define AHEAD 8
#define SOON 5
#define LATER 3
#define NEXT 1
#define GOLDEN 0x9E3779B97F4A7C15ull

static uint64_t mixed(uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ull;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBull;
  return bits ^ (bits >> 31);
}

static double uniform(uint64_t luck, uint64_t id) { return (double)(mixed(luck + (id + 1) * GOLDEN) >> 11) * 0x1p-53; }

static double shock_pair(uint64_t luck, uint64_t first, uint64_t second) {
  uint64_t bits = mixed(mixed(luck + first * GOLDEN) + (second + 1) * GOLDEN) >> 11;
  uint64_t total = (bits & 0x1FFF) + (bits >> 13 & 0x1FFF) + (bits >> 26 & 0x1FFF) + (bits >> 39 & 0x1FFF);
  return (((double)total + 2.0) * 0x1p-13 - 2.0) * sqrt(3.0);
}

static inline double exponential_of(double x) {
  if (fabs(x) > 700.0) return exp(x);
  double shifted = x * PARTS_PER_UNIT + ROUNDING, parts = shifted - ROUNDING;
  double rest = (x - parts * UNIT_HIGH) - parts * UNIT_LOW, square = rest * rest, power;
  double series = rest + square * ((1.0 / 2 + rest * (1.0 / 6)) + square * (1.0 / 24 + rest * (1.0 / 120)));
  int64_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = POWERS[bits & 63] + ((bits >> 6) << 52);
  memcpy(&power, &bits, sizeof power);
  return power + power * series;
}

static double quarterly(double rate) { return 1 - exponential_of(-rate / QUARTERS); }
static double exponential(double score) { return exponential_of(score < 512.0 ? score : 512.0); }
static double filled(double lever, double value) { return value + lever * (1 - value); }

/* what the kernels ask the memory for ahead of its use (see model/prefetch.py) */

static inline void ask(const char *record, int64_t size) {
  for (int64_t line = 0; line < size; line += 64) __builtin_prefetch(record + line);
}

static inline void ask_presence(int64_t f) {
  int64_t row = firms_first_presence(f);
  if (row != NOBODY) ask((char *)&presence_firm(row), 64);
}

static inline int64_t first_ally(int64_t f) {
  int64_t tie = firms_first_tie(f);
  return tie == NOBODY ? NOBODY : alliances_partners(tie / MAX_PARTNERS)[tie % MAX_PARTNERS == 0];
}

static inline void expect(int64_t n, int64_t count, int64_t size) {
  if (n + AHEAD < count) ask((char *)&firms_key(living[n + AHEAD]), size);
  if (n + SOON < count) ask_presence(living[n + SOON]);
}

static inline void expect_allies(int64_t n, int64_t count) {
  if (n + SOON < count) {
    int64_t tie = firms_first_tie(living[n + SOON]);
    if (tie != NOBODY) ask((char *)&alliances_key(tie / MAX_PARTNERS), 128);
  }
  if (n + LATER < count) {
    int64_t ally = first_ally(living[n + LATER]);
    if (ally != NOBODY) ask((char *)&firms_key(ally), 64);
  }
  if (n + NEXT < count) {
    int64_t ally = first_ally(living[n + NEXT]);
    if (ally != NOBODY) ask_presence(ally);
  }
}

/* develop_firms */

static void forget_market(int64_t f, int64_t row) {
  int64_t before = firms_first_presence(f);
  if (before == row) {
    firms_first_presence(f) = presence_next_presence(row);
  } else {
    while (presence_next_presence(before) != row) before = presence_next_presence(before);
    presence_next_presence(before) = presence_next_presence(row);
  }
  presence_firm(row) = NOBODY;
  presence_mode(row) = NO_MODE;
  free_presence[counts_free_presence(0)++] = (int32_t)row;
}

static double kept_margin(int mode) {
  return mode == CONTRACTUAL || mode == VENTURE ? p_entry_mode_margin * (1 - p_entry_mode_partner_share)
                                                : p_entry_mode_margin;
}

static double running_cost(int mode, double assets) {
  double full = p_entry_mode_running_cost + p_entry_mode_running_share * assets;
  if (mode == EXPORT) return p_entry_mode_export_running * full;
  if (mode == CONTRACTUAL) return p_entry_mode_contract_running * full;
  if (mode == VENTURE) return p_entry_mode_venture_running * full;
  return full;
}

static double commitment(int mode) {
  if (mode == EXPORT) return p_market_learning_export_commitment;
  if (mode == CONTRACTUAL) return p_market_learning_contract_commitment;
  if (mode == VENTURE) return p_market_learning_venture_commitment;
  return 1.0;
}

static double profit_abroad(int64_t f, int64_t row) {
  int mode = presence_mode(row);
  double profit = presence_sales(row) * kept_margin(mode) - running_cost(mode, firms_assets(f));
  return profit - (profit > 0 ? p_resource_development_foreign_tax * profit : 0.0);
}

static double learn_markets(int64_t f, uint64_t luck) {
  double profit = 0.0;
  for (int64_t row = firms_first_presence(f), after; row != NOBODY; row = after) {
    after = presence_next_presence(row);
    double knowledge = presence_knowledge(row);
    if (presence_mode(row) == NO_MODE) {
      knowledge = knowledge * (1 - p_market_learning_fading / QUARTERS);
      presence_knowledge(row) = knowledge;
      if (knowledge < FORGOTTEN) forget_market(f, row);
      continue;
    }
    double committed = commitment(presence_mode(row));
    presence_knowledge(row) = knowledge + p_market_learning_rate / QUARTERS * committed * (1 - knowledge);
    double shock = shock_pair(luck, firms_key(f), (uint64_t)presence_market(row));
    double kept = p_entry_mode_persistence;
    presence_surprise(row) = kept * presence_surprise(row) + p_entry_mode_surprise * sqrt(1 - kept * kept) * shock;
    profit += profit_abroad(f, row);
  }
  return profit;
}

static void learn_to_go_abroad(int64_t f) {
  double experience = firms_international_experience(f), markets = firms_markets(f), taught = firms_taught(f);
  if (markets == 0 && taught == 0) {
    experience = experience * (1 - p_market_learning_fading / QUARTERS);
  } else {
    double variety = markets / (markets + p_market_learning_breadth);
    double gained = p_market_learning_generalizing / QUARTERS * variety + taught;
    experience = experience + (1 - experience) * (gained < 1 ? gained : 1.0);
  }
  firms_international_experience(f) = experience;
  firms_taught(f) = 0.0;
}

static void book_profit(int64_t f) {
  double profit = firms_profit(f) + p_resource_development_home_margin * firms_home_sales(f), assets = firms_assets(f);
  if (firms_dedicated_function(f)) profit -= p_alliance_capability_function_cost * assets;
  profit += (firms_alliance_profit(f) - firms_outlay(f)) * QUARTERS;
  firms_profit(f) = profit;
  firms_alliance_profit(f) = 0.0;
  firms_outlay(f) = 0.0;
  double beyond = profit - p_resource_development_normal_return * assets;
  double grown = assets + p_resource_development_retention * beyond / QUARTERS;
  firms_assets(f) = grown > assets / 2 ? grown : assets / 2;
}

static double bounded(double resource) { return resource < 0 ? 0.0 : resource < 1 ? resource : 1.0; }

static void develop_resources(int64_t f, uint64_t luck) {
  for (int k = 0; k < RESOURCES; k++) {
    double held = bounded(firms_resources(f)[k] + firms_learned(f)[k]), sustained = firms_endowment(f)[k];
    firms_learned(f)[k] = 0.0;
    double shock = shock_pair(luck, firms_key(f), (uint64_t)k);
    double drift = p_resource_development_reversion / QUARTERS * (sustained - held);
    firms_resources(f)[k] = bounded(held + drift + p_resource_development_chance * shock * 2 * 2 * held * (1 - held));
    double pace = p_resource_development_absorption * p_resource_development_reversion / QUARTERS;
    firms_endowment(f)[k] = sustained + pace * (held - sustained);
  }
}

static void gain_experience(int64_t f, uint64_t luck) {
  double experience = firms_experience(f);
  double worked = firms_alliances(f) + levers_training(firms_support(f) * market_count + firms_home(f));
  firms_experience(f) = experience + (worked - p_alliance_capability_fading * experience) / QUARTERS;
  if (!firms_dedicated_function(f)) {
    double chance = firms_alliances(f) >= p_alliance_capability_function_threshold
                        ? quarterly(p_alliance_capability_function_rate) : 0.0;
    firms_dedicated_function(f) = uniform(luck, firms_key(f)) < chance;
  }
  if (firms_mnc_partner(f)) {
    firms_mnc_years(f) += 1.0 / QUARTERS;
    firms_mnc_partner(f) = 0;
  }
}

static void refresh_standing(int64_t f) {
  int64_t industry = firms_industry(f), dedicated = firms_dedicated_function(f);
  double bundle = 0.0, intensity = industries_rd_intensity(industry);
  for (int k = 0; k < RESOURCES; k++) bundle += industries_importance(industry)[k] * firms_resources(f)[k];
  firms_bundle(f) = bundle;
  double ratio = firms_assets(f) / p_firm_demography_median_assets, size = log(ratio);
  firms_capacity(f) = exponential_of(p_market_competition_capacity * size);
  double missing = exponential_of(-p_alliance_capability_experience_effect * firms_experience(f));
  if (dedicated) missing *= 1 - p_alliance_capability_function_effect;
  double lever = levers_alliance_capability(firms_support(f) * market_count + firms_home(f));
  firms_capability(f) = filled(lever, 1 - missing);
  double score = p_knowledge_exchange_prior_size * size + p_knowledge_exchange_prior_research * (intensity - 0.5);
  double odds = firms_aptitude(f) * exponential(score);
  firms_absorptive_capacity(f) = odds / (1 - firms_aptitude(f) + odds);
  double staffed = dedicated ? p_alliance_capability_function_span : 1.0;
  double span = p_alliance_capability_span * staffed * exponential_of(p_alliance_capability_span_growth * size);
  firms_attention(f) = span / (span + firms_ties(f));
  firms_review_chance(f) = quarterly(p_strategy_review_rate * exponential_of(p_strategy_review_growth * size));
  firms_rd_projects(f) = 1 + (int32_t)(p_resource_development_own_projects * intensity * firms_capacity(f));
}

void develop_firms(uint64_t resource_luck, uint64_t taste_luck, uint64_t function_luck) {
  int64_t count = counts_living(0);
  for (int64_t n = 0; n < count; n++) {
    expect(n, count, 384);
    int64_t f = living[n];
    firms_profit(f) = learn_markets(f, taste_luck);
    learn_to_go_abroad(f);
    book_profit(f);
    develop_resources(f, resource_luck);
    gain_experience(f, function_luck);
    refresh_standing(f);
  }
}

/* compete */

static double local_knowledge(int64_t f, int64_t market) {
  if (firms_home(f) == market) return 1.0;
  int64_t row = firms_first_presence(f);
  while (row != NOBODY && presence_market(row) != market) row = presence_next_presence(row);
  return row != NOBODY ? presence_knowledge(row) : 0.0;
}

static double lent_knowledge(int64_t f, int64_t market) {
  double most = 0.0;
  for (int64_t tie = firms_first_tie(f); tie != NOBODY;) {
    int64_t a = tie / MAX_PARTNERS;
    if (alliances_formed(a) != NEVER) {
      int agreed = alliances_market_access(a) && alliances_host(a) == market;
      for (int i = 0; i < alliances_n_partners(a); i++) {
        int64_t other = alliances_partners(a)[i];
        if (other == f || !firms_alive(other)) continue;
        double use = agreed ? 1.0 : p_market_learning_hearsay * firms_absorptive_capacity(f);
        double lent = p_market_learning_lending * local_knowledge(other, market) * alliances_trust(a)[i] * use;
        if (lent > most) most = lent;
      }
    }
    tie = alliances_next_tie(a)[tie % MAX_PARTNERS];
  }
  return most;
}

static double usable_knowledge(int64_t f, int64_t market) {
  double own = 0.0, spilled = 0.0;
  for (int64_t row = firms_first_presence(f); row != NOBODY; row = presence_next_presence(row)) {
    if (presence_market(row) == market) {
      own = presence_knowledge(row);
    } else {
      double distance = between_distance(presence_market(row) * market_count + market);
      double spill = p_market_learning_spill_over * presence_knowledge(row) * (1 - distance);
      if (spill > spilled) spilled = spill;
    }
  }
  double lent = firms_alliances(f) > 0 ? lent_knowledge(f, market) : 0.0;
  double known = p_market_learning_experience * firms_international_experience(f);
  double usable = 1 - (1 - own) * (1 - spilled) * (1 - lent) * (1 - known);
  return filled(levers_market_knowledge(firms_support(f) * market_count + market), usable);
}

static double reach(int mode) {
  if (mode == EXPORT) return p_market_competition_export_reach;
  if (mode == CONTRACTUAL) return p_market_competition_contract_reach;
  if (mode == VENTURE) return p_market_competition_venture_reach;
  return p_market_competition_owned_reach;
}

static double customer_weight(int64_t f, double reached, int64_t market, double appeal) {
  return firms_capacity(f) * reached * exponential(markets_elasticity(market) * appeal);
}

static void add_weights_abroad(int64_t f) {
  for (int64_t row = firms_first_presence(f); row != NOBODY; row = presence_next_presence(row)) {
    if (presence_mode(row) <= NO_MODE) continue;
    int64_t market = presence_market(row);
    double knowledge = usable_knowledge(f, market), distance = between_distance(firms_home(f) * market_count + market);
    double appeal = firms_bundle(f) - p_market_competition_foreignness * distance * (1 - knowledge);
    double weight = customer_weight(f, reach(presence_mode(row)), market, appeal + presence_surprise(row));
    presence_share(row) = weight;
    segments_weights(market * industry_count + firms_industry(f)) += weight;
    markets_present(market) += 1;
  }
}

static double sales_abroad(int64_t f) {
  int64_t industry = firms_industry(f);
  double total = 0.0;
  for (int64_t row = firms_first_presence(f); row != NOBODY; row = presence_next_presence(row)) {
    if (presence_mode(row) <= NO_MODE) continue;
    int64_t market = presence_market(row);
    double share = presence_share(row) / segments_weights(market * industry_count + industry);
    share *= industries_share(industry);
    presence_share(row) = share;
    presence_sales(row) = share * markets_demand(market);
    total += presence_sales(row);
    markets_hhi(market) += share * share;
    markets_allotted(market) += share;
  }
  return total;
}

void compete(int64_t step) {
  for (int64_t m = 0; m < market_count; m++) {
    markets_present(m) = 0;
    markets_hhi(m) = markets_allotted(m) = 0.0;
    for (int64_t i = m * industry_count; i < (m + 1) * industry_count; i++) segments_weights(i) = segments_incumbents(i);
  }
  int64_t count = counts_living(0);
  for (int64_t n = 0; n < count; n++) {
    expect(n, count, 128);
    expect_allies(n, count);
    int64_t f = living[n], home = firms_home(f), age = step - firms_founded(f);
    double quarters = age > 0 ? (double)age : 0.0;
    double reached = 1 - p_firm_demography_newness * exponential_of(-p_firm_demography_settling * quarters / QUARTERS);
    firms_home_sales(f) = customer_weight(f, reached, home, firms_bundle(f));
    segments_weights(home * industry_count + firms_industry(f)) += firms_home_sales(f);
    markets_present(home) += 1;
    if (firms_markets(f) > 0) add_weights_abroad(f);
  }
  for (int64_t m = 0; m < market_count; m++)
    for (int64_t i = 0; i < industry_count; i++) {
      int64_t segment = m * industry_count + i;
      markets_allotted(m) += segments_incumbents(segment) / segments_weights(segment) * industries_share(i);
    }
  for (int64_t n = 0; n < count; n++) {
    expect(n, count, 128);
    int64_t f = living[n], home = firms_home(f), industry = firms_industry(f);
    double share = firms_home_sales(f) / segments_weights(home * industry_count + industry) * industries_share(industry);
    firms_home_sales(f) = share * markets_demand(home);
    markets_hhi(home) += share * share;
    markets_allotted(home) += share;
    firms_foreign_sales(f) = firms_markets(f) > 0 ? sales_abroad(f) : 0.0;
  }
}

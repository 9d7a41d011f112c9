import Providers
import Schema

@testable import Router

extension PoolSimulation {
    /// How one world is made; times are milliseconds.
    struct Setting {
        let models: [ModelID]
        let pinned: Set<ModelID>
        let limits: PoolLimits
        let patience: Int
        let minResidency: Int
        let queueTimeout: Int
        let shutdownGrace: Int
        let keepAlive: Int
        let clients: Int
        let requests: Int
        /// How many requests in a hundred go to the first model.
        let percentFavourite: Int
        let longestLease: Int
        let longestLoad: Int
        let longestStop: Int
        let longestThought: Int
        let percentFailing: Int
        let percentCrashing: Int
        let percentLeaving: Int
        /// How late the pool's timer rings.
        let lateness: Int
        let unloads: Int
        let reloads: Int
        /// What each model takes, in bytes of a small machine.
        let footprints: [ModelID: Footprint]
        let longestLook: Int
        let percentUnfit: Int
        /// How many leases in a hundred end with a broken connection.
        let percentLost: Int
        let percentHanging: Int
        /// How long a child may hang before it is killed.
        let hangTimeout: Int
        /// When the shutdown begins; `nil`: once all is quiet.
        let shutdown: Int?

        init(_ random: inout SplitMix64) {
            models = "abcdefgh".prefix(1 + random.number(upTo: 7)).map { ModelID(String($0)) }
            let percentPinned = random.pick([0, 0, 15, 40])
            pinned = Set(models.filter { _ in random.happens(percentPinned) })
            patience = random.pick([0, 200, 2_000])
            minResidency = random.pick([0, 100, 1_000])
            queueTimeout = random.pick([1_500, 20_000, 3_600_000, 3_600_000])
            shutdownGrace = random.pick([0, 500, 10_000])
            keepAlive = random.pick([0, 300, 300_000])
            clients = 1 + random.number(upTo: 9)
            requests = 1 + random.number(upTo: 5)
            percentFavourite = random.pick([0, 60, 90])
            longestLease = random.pick([0, 100, 3_000])
            longestLoad = random.pick([0, 50, 2_000])
            longestStop = random.pick([0, 10, 1_000])
            longestThought = random.pick([0, 100, 3_000])
            percentFailing = random.pick([0, 0, 10, 50])
            percentCrashing = random.pick([0, 0, 10, 50])
            percentLeaving = random.pick([0, 20, 50])
            lateness = random.pick([0, 0, 0, 50])
            unloads = random.pick([0, 0, 3])
            reloads = random.pick([0, 0, 2])
            longestLook = random.pick([0, 0, 50])
            percentUnfit = random.pick([0, 0, 0, 20])
            percentLost = random.pick([0, 0, 20])
            percentHanging = random.pick([0, 0, 10])
            hangTimeout = random.pick([100, 2_000])
            let budget = random.pick([nil, nil, 8, 16])
            var footprints: [ModelID: Footprint] = [:]
            for model in models {
                footprints[model] =
                    random.happens(30)
                    ? Footprint(own: 1 + random.number(upTo: 2), shared: 3, file: random.pick(["x", "y"]))
                    : Footprint(own: 1 + random.number(upTo: 8))
            }
            self.footprints = footprints
            shutdown = random.happens(30) ? random.number(upTo: 10_000) : nil
            limits = PoolLimits(
                capacity: 1 + random.number(upTo: 3),
                memoryBudget: budget,
                queueLimit: random.pick([2, 512, 512]),
                queueTimeout: .milliseconds(queueTimeout),
                patience: .milliseconds(patience),
                minResidency: .milliseconds(minResidency),
                shutdownGrace: .milliseconds(shutdownGrace)
            )
        }

        var policies: [ModelID: PoolState.Policy] {
            Dictionary(
                uniqueKeysWithValues: models.map { model in
                    let policy = PoolState.Policy(
                        pinned: pinned.contains(model),
                        keepAlive: .duration(.milliseconds(keepAlive))
                    )
                    return (model, policy)
                }
            )
        }

        /// The longest that a request may wait if nobody starves.
        ///
        /// Every other model may be served first, once. A turn takes the load of a model that cannot be closed yet,
        /// its shortest residency, the patience, its leases, once more the leases of those who came to it first,
        /// its stop, and a load. Children that hang or die take a turn of their own, and so does a reload.
        var longestWait: Int {
            let hang = (percentHanging > 0 ? hangTimeout + 4_000 : 0) + (percentLost > 0 ? 20 : 0)
            let turn =
                patience + minResidency + 2 * (longestLease + longestLoad + lateness + longestLook) + longestStop + hang
            let turns = models.count * (percentCrashing + percentLost + percentHanging > 0 ? 3 : 1) + reloads
            return min(turns * turn, queueTimeout) + lateness
        }
    }
}

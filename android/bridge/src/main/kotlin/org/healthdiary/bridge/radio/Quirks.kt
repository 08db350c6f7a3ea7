package org.healthdiary.bridge.radio

/** How a device differs from what a phone expects. What it measures and when it is silent the core knows by itself. */
internal data class Quirks(
    /** Pairs before anything is asked of it, or it shows an error (A&D: E10, where discovery comes first). */
    val bondFirst: Boolean = false,
    /** Does not take it well when a subscription is given back before the phone hangs up. */
    val leaveSubscribed: Boolean = false,
) {
    internal companion object {
        /** By the beginning of the name that the device advertises. */
        private val byName = mapOf("A&D_" to Quirks(bondFirst = true))

        /** Those of a device of this name. */
        fun of(name: String?): Quirks = byName.entries.firstOrNull { name?.startsWith(it.key) == true }?.value ?: Quirks()
    }
}

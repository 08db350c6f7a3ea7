package org.healthdiary.bridge

import org.healthdiary.Household
import org.healthdiary.WaitingReading
import org.healthdiary.ui.state.ShownEntry
import java.time.LocalTime

/** Readings of one user of one device that wait for one reason. */
public data class WaitingReadings(
    val device: String,
    /** What the device is called. */
    val label: String,
    /** As the device counts, from 0; none where it tells nobody apart, or does not know. */
    val user: Int?,
    /** Why they wait: the core's word. */
    val why: String,
    /** Whose lock is shut, where that is why. */
    val person: String?,
    /** The newest first, as far as they can be read. */
    val readings: List<ShownEntry>,
    /** How many wait, those that cannot be read among them. */
    val count: Int,
) {
    /** Tells it from the others, and stays the same. */
    val id: String get() = listOfNotNull(device, user?.toString(), why, person).joinToString(":")

    /** Whether somebody can say whose they are. */
    val canBeGiven: Boolean get() = why == NOT_ASSIGNED || why == UNKNOWN_USER

    internal companion object {
        const val NOT_ASSIGNED = "not-assigned"
        const val UNKNOWN_USER = "user-unknown"
        const val LOCKED = "locked"
    }
}

/** What came and is nobody's yet. It stays until somebody says whose it is. */
public class Inbox internal constructor(
    private val diary: HealthDiary,
) {
    /** Everything that waits, by device, user and reason. */
    public suspend fun waiting(): List<WaitingReadings> = diary.opened().let { household -> core { waiting(household) } }

    private fun waiting(household: Household): List<WaitingReadings> {
        val labels = household.devices().associate { it.id to it.label }
        val names = household.people().associate { it.id to it.name }
        return household.waiting().groupBy { listOf(it.device, it.user, it.why, it.person) }.values.map { group ->
            val first = group.first()
            WaitingReadings(
                device = first.device,
                label = labels[first.device].orEmpty(),
                user = first.user?.toInt(),
                why = first.why,
                person = first.person?.let(names::get),
                readings = group.mapNotNull(::reading).sortedByDescending { it.at.day?.atTime(it.at.time ?: LocalTime.MIN) },
                count = group.size,
            )
        }
    }

    private fun reading(waiting: WaitingReading): ShownEntry? = waiting.said?.let { shown(waiting.number.toString(), it) }

    /** Gives readings to the person who says that they are theirs; which entries they became. */
    public suspend fun give(
        waiting: WaitingReadings,
        person: String,
    ): List<NewEntry> =
        diary.opened().let { household ->
            val unknown = waiting.why == WaitingReadings.UNKNOWN_USER
            val given = core { household.handOnWaiting(waiting.device, waiting.user?.toUByte(), person, unknown) }
            diary.lookAgain()
            given.new.map { NewEntry(it.person, it.entry) }
        }
}

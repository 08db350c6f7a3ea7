package org.healthdiary.testing

import android.content.Context
import org.healthdiary.Clock
import org.healthdiary.Clocks
import org.healthdiary.SimulatedPhone
import java.io.File
import java.util.TimeZone

/**
 * The phone under the core: the machine's clocks, moved as a test wants, and a zone. To try a passphrase costs next to nothing on it.
 *
 * Whatever is made or opened as long as it is there goes by it.
 */
class TestedPhone(
    context: Context,
) : Clock,
    AutoCloseable {
    /** How far its clock is ahead of the machine's, milliseconds. */
    @Volatile
    var aheadMs = 0L

    @Volatile
    private var zoneNow = TimeZone.getDefault().id
    private val zoneBefore = TimeZone.getDefault()

    // Never the same randomness twice: a diary that is read again from a disk must not draw the ids that it has.
    private val simulated = SimulatedPhone(File(context.noBackupFilesDir, "state").path, this, System.nanoTime().toULong())

    override fun now(): Clocks = Clocks(System.currentTimeMillis() + aheadMs, (System.nanoTime() + aheadMs * NS_A_MS).toULong(), "test")

    override fun zone(): String = zoneNow

    /** It is somewhere else; the system has not said so yet. */
    fun moveTo(zone: String) {
        zoneNow = zone
        TimeZone.setDefault(TimeZone.getTimeZone(zone))
    }

    override fun close() {
        TimeZone.setDefault(zoneBefore)
        simulated.close()
    }

    private companion object {
        const val NS_A_MS = 1_000_000L
    }
}

package org.healthdiary.bridge

import android.content.Context
import android.os.SystemClock
import android.provider.Settings
import org.healthdiary.Clocks

/** The clocks of the phone, to be read in the callback in which something happened. */
internal fun interface PhoneClocks {
    /** All of them, now. */
    fun now(): Clocks
}

/** The phone's own: its wall clock, the one that counts sleep, and which boot that one counts from. */
internal class SystemClocks(
    context: Context,
) : PhoneClocks {
    // It cannot change while the process lives.
    private val boot = Settings.Global.getInt(context.contentResolver, Settings.Global.BOOT_COUNT, 0).toString()

    override fun now(): Clocks = Clocks(System.currentTimeMillis(), SystemClock.elapsedRealtimeNanos().toULong(), boot)
}

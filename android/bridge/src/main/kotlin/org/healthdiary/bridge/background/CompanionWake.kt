package org.healthdiary.bridge.background

import android.companion.CompanionDeviceService
import android.os.Build
import androidx.annotation.RequiresApi
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Bridge

/** A device that goes with the app showed itself: the system has started the app for it, and lets it be while the device is there. */
@RequiresApi(Build.VERSION_CODES.S)
public class CompanionWake : CompanionDeviceService() {
    // What was begun is ended, whether or not the device is still there.
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    @Deprecated("from Android 13 on the system calls it by another name, which leads here")
    override fun onDeviceAppeared(address: String) {
        val background = Bridge.of(this).background
        scope.launch { background.received(address.uppercase()) }
    }
}

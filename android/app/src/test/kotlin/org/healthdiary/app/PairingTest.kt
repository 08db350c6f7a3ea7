package org.healthdiary.app

import android.Manifest
import android.app.Application
import android.companion.CompanionDeviceManager
import android.content.Intent
import android.content.pm.PackageManager
import androidx.activity.result.contract.ActivityResultContracts.RequestMultiplePermissions
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import kotlinx.coroutines.runBlocking
import org.healthdiary.RadioEvent
import org.healthdiary.bridge.Role
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowCompanionDeviceManager

/** Pairing, and what comes with it: the system is asked to know the device, somebody whether they want to be told, and whose it is. */
internal class PairingTest : AtTheApp() {
    private val companions get() =
        Shadow.extract<ShadowCompanionDeviceManager>(context.getSystemService(CompanionDeviceManager::class.java))

    override fun prepare() {
        shadowOf(context.packageManager).setSystemFeature(PackageManager.FEATURE_COMPANION_DEVICE_SETUP, true)
        shadowOf(context as Application).denyPermissions(Manifest.permission.POST_NOTIFICATIONS)
        made()
    }

    private fun kept(person: String) =
        runBlocking {
            val id = bridge.people.all().first { it.name == person }.id
            bridge.entries.page(id, null).entries
        }

    @Test
    fun `the system is asked to know the device, and somebody whether the phone shall say that something waits`() {
        see("Take a reading")
        addCuff {
            until { companions.lastAssociationRequest != null }
            see("Shall the phone say so?")
            push("Allow notifications")
            val asked = checkNotNull(shadowOf(activity.get()).lastRequestedPermission)
            assertEquals(listOf(Manifest.permission.POST_NOTIFICATIONS), asked.requestedPermissions.toList())
            answer(asked.requestCode, asked.requestedPermissions, PackageManager.PERMISSION_DENIED)
            until { "Allow notifications" !in seen() }
            see("is paired.")
        }
        // A no is a no: readings come all the same, and nothing is said of them.
        takeReading()
        hear("128 over 82")
        assertTrue(Notices.areAllowed(context).not())
    }

    private fun answer(
        code: Int,
        permissions: Array<String>,
        said: Int,
    ) = rule.runOnUiThread {
        val data =
            Intent()
                .putExtra(RequestMultiplePermissions.EXTRA_PERMISSIONS, permissions)
                .putExtra(RequestMultiplePermissions.EXTRA_PERMISSION_GRANT_RESULTS, IntArray(permissions.size) { said })
        assertTrue(activity.get().activityResultRegistry.dispatchResult(code, android.app.Activity.RESULT_OK, data))
    }

    @Test
    fun `a cuff that forgot this phone is paired anew, and is the same one with its readings`() {
        see("Take a reading")
        addCuff()
        takeReading()
        hear("128 over 82")
        val known = runBlocking { bridge.devices.known() }.single()
        cuff.measurePressure(0u, 131u, 84u, 66u)
        radio.happens = { event -> if (event is RadioEvent.Subscribed) RadioEvent.Subscribed(event.uuid, NOT_PAIRED) else event }
        tap("Take a reading")
        see("The device is paired with another phone")
        radio.happens = { it }
        push("Pair it anew")
        tap(cuff.name())
        see("UA-651BLE is paired.")
        assertEquals(known.id, runBlocking { bridge.devices.known() }.single().id)
        rule.runOnUiThread { model.ways.home() }
        tap("Take a reading")
        tap("Keep")
        hear("131 over 84")
        assertEquals(2, kept("Ana").size)
    }

    @Test
    fun `a cuff that is somebody else's gives its readings to them, whoever's diary is open`() {
        see("Take a reading")
        addCuff()
        runBlocking { bridge.people.add("Ben", Role.ADULT) }
        shutTheDoor()
        unlock()
        see("Ana’s diary")
        rule.onNodeWithContentDescription("Settings and more").performClick()
        push("Devices")
        push("Who uses it")
        rule.onAllNodes(hasText("Ben") and hasClickAction()).onFirst().performScrollTo().performClick()
        push("Save")
        rule.runOnUiThread { model.ways.home() }
        cuff.measurePressure(0u, 128u, 82u, 64u)
        tap("Take a reading")
        see("For Ben")
        tap("Keep")
        assertTrue(kept("Ana").isEmpty())
        assertNotNull(kept("Ben").single().number("systolic"))
    }

    private companion object {
        /** ATT: insufficient authentication. */
        const val NOT_PAIRED: UByte = 5u
    }
}
